package dev.mullion.engine.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.testing.Programs.Outcome;
import dev.mullion.engine.testing.TestMullionEngine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The life of containers as the docker command leads and shows it. */
class LifecycleTest {

    @AutoClose private static TestMullionEngine engine;
    private static Prompt prompt;

    @BeforeAll
    static void start() {
        engine = TestMullionEngine.start();
        prompt = new Prompt(engine);
        engine.importBusybox("busybox:1");
    }

    @AfterEach
    void removeAll() {
        List<String> all = prompt.docker("ps", "-aq").lines().toList();
        if (!all.isEmpty()) {
            prompt.docker(
                    Stream.concat(Stream.of("rm", "-fv"), all.stream()).toArray(String[]::new));
        }
    }

    private static void run(String name, String... command) {
        List<String> line = new ArrayList<>(List.of("run", "-d", "--name", name, "busybox:1"));
        line.addAll(List.of(command));
        prompt.docker(line.toArray(String[]::new));
    }

    private static String status(String name) {
        return prompt.docker(
                "ps", "-a", "--filter", "name=^" + name + "$", "--format", "{{.Status}}");
    }

    @Test
    void stopAsksWithTheContainersOwnSignalFirst() {
        prompt.docker(
                "run",
                "-d",
                "--name",
                "polite",
                "--stop-signal",
                "USR1",
                "busybox:1",
                "sh",
                "-c",
                "trap 'echo leaving; exit 4' USR1; echo ready; while :; do sleep 0.05; done");
        awaitLog("polite", "ready");
        assertThat(prompt.docker("stop", "polite")).isEqualTo("polite");
        assertThat(prompt.inspect("polite", "{{.State.ExitCode}}")).isEqualTo("4");
        assertThat(prompt.docker("logs", "--tail", "1", "polite")).isEqualTo("leaving");
        assertThat(status("polite")).startsWith("Exited (4) ");
    }

    private static void awaitLog(String name, String words) {
        Prompt.await(words, () -> prompt.docker("logs", name).contains(words));
    }

    @Test
    void whatDoesNotListenIsKilledAfterTheGrace() {
        run("stubborn", "sleep", "1000");
        prompt.docker("stop", "-t", "1", "stubborn");
        assertThat(prompt.inspect("stubborn", "{{.State.ExitCode}} {{.State.OOMKilled}}"))
                .isEqualTo("137 false");
    }

    @Test
    void killSendsAnySignalAndTheStateSaysHowItEnded() {
        run("target", "sh", "-c", "trap 'echo hup' HUP; echo ready; while :; do sleep 0.05; done");
        awaitLog("target", "ready");
        prompt.docker("kill", "-s", "HUP", "target");
        awaitLog("target", "hup");
        assertThat(status("target")).startsWith("Up ");
        prompt.docker("kill", "target");
        prompt.awaitState("target", "exited");
        assertThat(prompt.docker("wait", "target")).isEqualTo("137");
        assertThat(prompt.attempt("kill", "target").errors()).contains("is not running");
        assertThat(prompt.attempt("kill", "-s", "NOSUCH", "target").errors())
                .containsIgnoringCase("invalid signal: NOSUCH");
    }

    @Test
    void restartKeepsWhatWasWrittenAndTakesANewProcess() {
        run("again", "sh", "-c", "echo x >> /count; sleep 1000");
        String before = prompt.inspect("again", "{{.State.Pid}} {{.State.StartedAt}}");
        prompt.docker("restart", "-t", "0", "again");
        assertThat(prompt.inspect("again", "{{.State.Pid}} {{.State.StartedAt}}"))
                .isNotEqualTo(before);
        Prompt.await(
                "it counted twice",
                () -> prompt.docker("exec", "again", "cat", "/count").equals("x\nx"));
        prompt.docker("stop", "-t", "0", "again");
        prompt.docker("start", "again");
        Prompt.await(
                "it counted thrice",
                () -> prompt.docker("exec", "again", "cat", "/count").equals("x\nx\nx"));
    }

    @Test
    void pausedContainerStandsStill() {
        run("still", "sleep", "1000");
        prompt.docker("pause", "still");
        assertThat(status("still")).endsWith("(Paused)");
        assertThat(prompt.inspect("still", "{{.State.Status}} {{.State.Paused}}"))
                .isEqualTo("paused true");
        Outcome exec = prompt.attempt("exec", "still", "true");
        assertThat(exec.errors()).contains("is paused, unpause the container before exec");
        assertThat(prompt.attempt("pause", "still").errors()).contains("is already paused");
        prompt.docker("unpause", "still");
        assertThat(prompt.attempt("exec", "still", "true").exitCode()).isZero();
        assertThat(prompt.attempt("unpause", "still").errors()).contains("is not paused");
    }

    @Test
    void whatFailsIsTriedAgainAsOftenAsAllowed() {
        prompt.docker(
                "run",
                "-d",
                "--name",
                "failing",
                "--restart",
                "on-failure:2",
                "busybox:1",
                "sh",
                "-c",
                "echo try; exit 3");
        Prompt.await(
                "it is given up",
                () ->
                        prompt.inspect("failing", "{{.State.Status}} {{.RestartCount}}")
                                .equals("exited 2"));
        assertThat(prompt.docker("logs", "failing")).isEqualTo("try\ntry\ntry");
        assertThat(prompt.inspect("failing", "{{.State.ExitCode}}")).isEqualTo("3");
    }

    @Test
    void whatShallAlwaysRunComesBackUnlessAPersonStoppedIt() throws Exception {
        prompt.docker(
                "run",
                "-d",
                "--name",
                "steady",
                "--restart",
                "always",
                "busybox:1",
                "sleep",
                "1000");
        kill(prompt.inspect("steady", "{{.State.Pid}}"));
        Prompt.await(
                "it was started again",
                () ->
                        prompt.inspect("steady", "{{.State.Running}} {{.RestartCount}}")
                                .equals("true 1"));
        prompt.docker("stop", "-t", "0", "steady");
        engine.restart();
        // Docker starts an "always" again with the engine, and leaves "unless-stopped" alone
        prompt.awaitState("steady", "running");
        prompt.docker("update", "--restart", "unless-stopped", "steady");
        prompt.docker("stop", "-t", "0", "steady");
        engine.restart();
        assertThat(prompt.inspect("steady", "{{.State.Status}}")).isEqualTo("exited");
    }

    /** Kills a process by the number it has where the engine runs. */
    private static void kill(String pid) throws Exception {
        Process kill =
                new ProcessBuilder(engine.sandbox().inside(List.of("kill", "-9", pid))).start();
        assertThat(kill.waitFor()).isZero();
    }

    @Test
    void containersRunOnWhileTheEngineIsAwayAndAreFoundAgain() {
        run("runner", "sh", "-c", "echo before; sleep 1000");
        run("ender", "sh", "-c", "echo working; sleep 2; echo done; exit 6");
        awaitLog("runner", "before");
        String pid = prompt.inspect("runner", "{{.State.Pid}}");
        engine.kill();
        engine.restart();
        assertThat(prompt.inspect("runner", "{{.State.Pid}} {{.State.Running}}"))
                .isEqualTo(pid + " true");
        assertThat(prompt.docker("exec", "runner", "echo", "reached")).isEqualTo("reached");
        assertThat(prompt.docker("wait", "ender")).isEqualTo("6");
        assertThat(prompt.docker("logs", "ender")).isEqualTo("working\ndone");
    }

    @Test
    void nameCanBeChangedAndIsTakenOnlyOnce() {
        run("first", "sleep", "1000");
        run("other", "sleep", "1000");
        Outcome taken = prompt.attempt("rename", "first", "other");
        assertThat(taken.errors())
                .contains("Conflict. The container name \"/other\" is already in use by container");
        prompt.docker("rename", "first", "second");
        assertThat(prompt.inspect("second", "{{.Name}}")).isEqualTo("/second");
        assertThat(prompt.attempt("inspect", "first").errors()).contains("No such object: first");
        run("first", "true");
    }

    @Test
    void limitsAreChangedWhileItRuns() {
        run("grower", "sleep", "1000");
        prompt.docker("update", "--memory", "64m", "--memory-swap", "128m", "grower");
        assertThat(prompt.inspect("grower", "{{.HostConfig.Memory}}")).isEqualTo("67108864");
        assertThat(
                        prompt.docker(
                                "stats",
                                "--no-stream",
                                "--format",
                                "{{.Name}} {{.MemUsage}} {{.PIDs}}",
                                "grower"))
                .startsWith("grower ")
                .endsWith("/ 64MiB 1");
        assertThat(prompt.attempt("update", "--memory", "1k", "grower").errors())
                .contains("Minimum memory limit allowed is 6MB");
    }

    @Test
    void listIsFilteredAndFormatted() {
        prompt.docker(
                "run",
                "-d",
                "--name",
                "web",
                "-l",
                "tier=front",
                "-p",
                "8080:80",
                "-v",
                "web-data:/d",
                "busybox:1",
                "sleep",
                "1000");
        run("done", "sh", "-c", "exit 3");
        prompt.awaitState("done", "exited");
        prompt.docker("create", "--name", "fresh", "busybox:1");

        assertThat(names()).containsExactly("web");
        assertThat(names("-a")).containsExactly("fresh", "done", "web");
        assertThat(names("-a", "--filter", "exited=3")).containsExactly("done");
        assertThat(names("-a", "--filter", "status=created")).containsExactly("fresh");
        assertThat(names("--filter", "label=tier=front")).containsExactly("web");
        assertThat(names("--filter", "label=tier=back")).isEmpty();
        assertThat(names("-a", "--filter", "ancestor=busybox:1")).hasSize(3);
        assertThat(names("--filter", "publish=8080")).containsExactly("web");
        assertThat(names("--filter", "volume=web-data")).containsExactly("web");
        assertThat(names("-a", "--filter", "network=bridge")).contains("web");
        assertThat(names("-a", "--filter", "before=fresh")).containsExactly("done", "web");
        assertThat(names("-a", "--filter", "since=web")).containsExactly("fresh", "done");
        assertThat(names("-l")).containsExactly("fresh");
        assertThat(prompt.attempt("ps", "--filter", "nosuch=x").errors())
                .containsIgnoringCase("invalid filter 'nosuch'");
        assertThat(
                        prompt.docker(
                                "ps",
                                "-s",
                                "--no-trunc",
                                "--format",
                                "{{.Image}}|{{.Command}}|{{.Ports}}|{{.Labels}}|{{.Networks}}|{{.Mounts}}|{{.State}}"))
                .isEqualTo(
                        "busybox:1|\"sleep 1000\"|0.0.0.0:8080->80/tcp|tier=front|bridge|web-data|running");
        assertThat(prompt.docker("port", "web")).isEqualTo("80/tcp -> 0.0.0.0:8080");
        prompt.docker("rm", "-f", "web");
        prompt.docker("volume", "rm", "web-data");
    }

    private static List<String> names(String... switches) {
        List<String> line = new ArrayList<>(List.of("ps", "--format", "{{.Names}}"));
        line.addAll(List.of(switches));
        return prompt.docker(line.toArray(String[]::new)).lines().toList();
    }

    @Test
    void inspectAnswersWhatScriptsAskFor() {
        prompt.docker(
                "run",
                "-d",
                "--name",
                "asked",
                "-p",
                "127.0.0.1:8081:80",
                "-e",
                "A=b",
                "-w",
                "/w",
                "--memory",
                "64m",
                "--restart",
                "on-failure:3",
                "--label",
                "a.b/c=d",
                "--init",
                "busybox:1",
                "sleep",
                "1000");
        assertThat(prompt.inspect("asked", "{{.NetworkSettings.IPAddress}}"))
                .matches("172\\.17\\.\\d+\\.\\d+")
                .isEqualTo(
                        prompt.inspect(
                                "asked",
                                "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}"));
        assertThat(
                        prompt.inspect(
                                "asked",
                                "{{(index (index .NetworkSettings.Ports \"80/tcp\") 0).HostPort}}"))
                .isEqualTo("8081");
        assertThat(prompt.inspect("asked", "{{json .Config.Cmd}}{{.Path}}{{json .Args}}"))
                .isEqualTo("[\"sleep\",\"1000\"]sleep[\"1000\"]");
        assertThat(prompt.inspect("asked", "{{index .Config.Labels \"a.b/c\"}}")).isEqualTo("d");
        assertThat(prompt.inspect("asked", "{{.Config.Image}} {{.Config.WorkingDir}}"))
                .isEqualTo("busybox:1 /w");
        assertThat(prompt.inspect("asked", "{{json .Config.Env}}")).contains("\"A=b\"");
        assertThat(
                        prompt.inspect(
                                "asked",
                                "{{.HostConfig.Memory}} {{.HostConfig.RestartPolicy.Name}}"
                                        + " {{.HostConfig.RestartPolicy.MaximumRetryCount}}"
                                        + " {{.HostConfig.Init}} {{.HostConfig.NetworkMode}}"))
                .isEqualTo("67108864 on-failure 3 true bridge");
        assertThat(
                        prompt.inspect(
                                "asked",
                                "{{.State.Running}} {{.State.Paused}} {{.State.Restarting}}"
                                        + " {{.State.Dead}} {{.State.ExitCode}} {{.State.Error}}"
                                        + " {{.State.FinishedAt}}"))
                .isEqualTo("true false false false 0  0001-01-01T00:00:00Z");
        assertThat(Instant.parse(prompt.inspect("asked", "{{.State.StartedAt}}")))
                .isAfter(Instant.parse(prompt.inspect("asked", "{{.Created}}")));
        String id = prompt.inspect("asked", "{{.Id}}");
        assertThat(id).matches("[0-9a-f]{64}");
        assertThat(prompt.inspect(id.substring(0, 12), "{{.Name}}")).isEqualTo("/asked");
        assertThat(prompt.inspect("asked", "{{.Image}}"))
                .isEqualTo(prompt.inspect("busybox:1", "{{.Id}}"));
        assertThat(prompt.docker("inspect", "--size", "-f", "{{.SizeRootFs}}", "asked"))
                .matches("\\d{7,}");
    }

    @Test
    void topShowsTheProcessesInside() {
        run("busy", "sleep", "1000");
        assertThat(prompt.docker("top", "busy").lines().findFirst().orElseThrow())
                .startsWith("UID")
                .endsWith("CMD");
        assertThat(prompt.docker("top", "busy")).endsWith("sleep 1000");
        assertThat(prompt.docker("top", "busy", "-o", "pid,comm").lines().skip(1).toList())
                .singleElement()
                .asString()
                .startsWith(prompt.inspect("busy", "{{.State.Pid}}"))
                .endsWith("sleep");
    }

    @Test
    void pruneTakesWhatHasEndedOnly() {
        run("ended", "true");
        run("going", "sleep", "1000");
        prompt.awaitState("ended", "exited");
        String ended = prompt.inspect("ended", "{{.Id}}");
        assertThat(prompt.docker("container", "prune", "-f", "--filter", "until=1h"))
                .doesNotContain(ended);
        assertThat(prompt.docker("container", "prune", "-f")).contains(ended);
        assertThat(names("-a")).containsExactly("going");
        assertThat(prompt.docker("image", "prune", "-af")).contains("reclaimed space: 0B");
        assertThat(
                        prompt.docker(
                                "system",
                                "df",
                                "--format",
                                "{{.Type}} {{.TotalCount}} {{.Active}}"))
                .contains("Images 1 1", "Containers 1 1");
    }
}
