package dev.mullion.engine.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.testing.Programs.Outcome;
import dev.mullion.docker.testing.TestDockerEngine;
import dev.mullion.docker.testing.TestEngine;
import dev.mullion.engine.testing.TestMullionEngine;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same command to this engine and to a Docker Engine: scripts see no difference. */
class SameWordsTest {

    @AutoClose private static TestMullionEngine ours;

    @AutoClose private static TestDockerEngine theirs;

    @BeforeAll
    static void start() {
        ours = TestMullionEngine.start();
        theirs = TestDockerEngine.start();
        for (TestEngine engine : List.of(ours, theirs)) {
            engine.importBusybox("busybox:1", "LABEL owner=me");
            engine.docker(
                    "run",
                    "-d",
                    "--name",
                    "runs",
                    "-p",
                    "127.0.0.1:8080:80",
                    "-l",
                    "tier=web",
                    "busybox:1",
                    "sleep",
                    "1000");
            engine.docker("run", "--name", "ended", "busybox:1", "sh", "-c", "echo words");
            engine.docker("create", "--name", "fresh", "--memory", "64m", "busybox:1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run --rm busybox:1 false",
                "run --rm busybox:1 sh -c exit\\ 42",
                "run --rm -u 7 busybox:1 id",
                "run --rm -w /new busybox:1 pwd",
                "run --rm -e A=b busybox:1 env -u HOSTNAME",
                "run --rm --ulimit nofile=100:200 busybox:1 sh -c ulimit\\ -n",
                "run --rm --cap-drop ALL busybox:1 grep Cap /proc/self/status",
                "run --rm busybox:1 grep Cap /proc/self/status",
                "run --rm busybox:1 cat /proc/self/oom_score_adj",
                "run --rm --hostname box busybox:1 hostname",
                "run --rm --shm-size 1m busybox:1 df -k /dev/shm",
                "run --rm busybox:1 ls -a /",
                "run --rm --memory 1k busybox:1",
                "run --rm --cpus 1000 busybox:1",
                "run --rm -v a/b:/c busybox:1",
                "run --rm -v data:/c:nope busybox:1",
                "run --rm -u nosuch busybox:1",
                "run --rm --network nosuch busybox:1",
                "run --rm --pids-limit 0 busybox:1 true",
                "run --rm --name a busybox:1",
                "run --rm --restart nosuch busybox:1",
                "run --rm --security-opt nosuch busybox:1",
                "exec runs false",
                "exec -u 7 runs id",
                "exec runs /etc",
                "exec nobody true",
                "logs ended",
                "logs nobody",
                "start nobody",
                "start runs",
                "stop ended",
                "unpause runs",
                "rm nobody",
                "rmi nothing:1",
                "port runs",
                "port runs 80",
                "port runs 81",
                "wait ended",
                "rename ended ended",
                "ps -a --format {{.Names}}\\ {{.Image}}\\ {{.Command}}\\ {{.Ports}}\\ {{.Labels}}\\ {{.State}}",
                "ps --filter name=run --format {{.Names}}",
                "ps -a --filter exited=0 --format {{.Names}}",
                "images --format {{.Repository}}\\ {{.Tag}}",
                "volume ls --format {{.Name}}",
                "volume rm nosuch",
                "volume inspect nosuch",
                "network ls --format {{.Name}}\\ {{.Driver}}\\ {{.Scope}}",
                "network inspect nosuch",
                "network rm bridge",
                "inspect runs -f {{.State.Status}}\\ {{.State.ExitCode}}\\ {{.State.FinishedAt}}",
                "inspect runs -f {{.Path}}\\ {{json\\ .Args}}\\ {{json\\ .Config.Env}}",
                "inspect runs -f {{json\\ .NetworkSettings.Ports}}",
                "inspect runs -f {{.NetworkSettings.Gateway}}\\ {{.NetworkSettings.IPPrefixLen}}",
                "inspect runs -f {{json\\ .HostConfig.PortBindings}}\\ {{json\\ .Mounts}}",
                "inspect fresh -f {{.HostConfig.Memory}}\\ {{.HostConfig.MemorySwap}}\\ {{.HostConfig.ShmSize}}",
                "inspect fresh -f {{json\\ .HostConfig.RestartPolicy}}\\ {{json\\ .HostConfig.LogConfig}}",
                "inspect fresh -f {{.State.Status}}\\ {{.State.StartedAt}}\\ {{.Driver}}\\ {{.Platform}}",
                "inspect busybox:1 -f {{json\\ .Config.Labels}}\\ {{.Architecture}}\\ {{.Os}}\\ {{json\\ .Config.Cmd}}",
                "inspect nosuch",
                "node ls",
                "update --memory 1k runs",
                "info -f {{.OSType}}\\ {{.Architecture}}\\ {{.NCPU}}\\ {{.MemTotal}}\\ {{.Driver}}\\ {{.CgroupVersion}}",
            })
    void answerIsTheSame(String line) {
        String[] arguments =
                List.of(line.split("(?<!\\\\) ")).stream()
                        .map(word -> word.replace("\\ ", " "))
                        .toArray(String[]::new);
        Outcome here = new Prompt(ours).attempt(arguments);
        Outcome there = new Prompt(theirs).attempt(arguments);
        assertThat(words(here)).isEqualTo(words(there));
    }

    /** Without what differs from one run to the next, and without the case of a first letter. */
    private static String words(Outcome outcome) {
        return "%d%n%s%n%s"
                .formatted(outcome.exitCode(), outcome.output(), outcome.errors())
                .replaceAll("[0-9a-f]{64}", "<id>")
                .replaceAll("[0-9a-f]{12}", "<id>")
                .replaceAll("(daemon: )([A-Z])", "$1$2");
    }

    @Test
    void missingProgramsAreToldAlikeBarTheNamesOfTheRuntimes() {
        for (String program : List.of("nosuch", "/etc", "/nosuch/program")) {
            Outcome here = new Prompt(ours).attempt("run", "--rm", "busybox:1", program);
            Outcome there = new Prompt(theirs).attempt("run", "--rm", "busybox:1", program);
            assertThat(here.exitCode()).isEqualTo(there.exitCode());
            assertThat(cause(here)).isEqualTo(cause(there));
        }
    }

    private static String cause(Outcome outcome) {
        int exec = outcome.errors().indexOf("exec: \"");
        assertThat(exec).as(outcome.errors()).isNotNegative();
        return outcome.errors().substring(exec);
    }
}
