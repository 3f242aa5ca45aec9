package dev.mullion.engine.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.testing.Programs.Outcome;
import dev.mullion.engine.testing.TestMullionEngine;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Looking on: {@code docker logs}, {@code attach}, {@code events} and {@code stats}. */
class WatchingTest {

    @AutoClose private static TestMullionEngine engine;
    private static Prompt prompt;

    @BeforeAll
    static void start() {
        engine = TestMullionEngine.start();
        prompt = new Prompt(engine);
        engine.importBusybox("busybox:1");
    }

    private static void run(String name, String script) {
        prompt.docker("run", "-d", "--name", name, "busybox:1", "sh", "-c", script);
    }

    @Test
    void logsAreGivenFromTheirEndWithTimesAndApart() {
        run("talker", "for i in 1 2 3; do echo o$i; done; sleep 0.1; echo e1 >&2; exit 0");
        prompt.awaitState("talker", "exited");
        Outcome all = prompt.attempt("logs", "talker");
        assertThat(all.output()).isEqualTo("o1\no2\no3\n");
        assertThat(all.errors()).isEqualTo("e1\n");
        assertThat(prompt.attempt("logs", "--tail", "2", "talker").output()).isEqualTo("o3\n");
        assertThat(prompt.docker("logs", "--tail", "0", "talker")).isEmpty();
        String withTime = prompt.attempt("logs", "-t", "--tail", "1", "talker").errors();
        assertThat(withTime).endsWith(" e1\n");
        Instant last = Instant.parse(withTime.substring(0, withTime.indexOf(' ')));
        assertThat(last).isAfter(Instant.parse(prompt.inspect("talker", "{{.State.StartedAt}}")));
        Outcome since = prompt.attempt("logs", "--since", last.toString(), "talker");
        assertThat(since.output() + since.errors()).isEqualTo("e1\n");
        Outcome until = prompt.attempt("logs", "--until", last.minusMillis(1).toString(), "talker");
        assertThat(until.output() + until.errors()).isEqualTo("o1\no2\no3\n");
    }

    @Test
    void followedLogsComeAsTheyAreWrittenAndEndWithTheContainer() {
        run("counter", "echo one; until [ -e /go ]; do sleep 0.05; done; echo two; exit 1");
        try (Watched logs = prompt.watch("logs", "-f", "counter")) {
            logs.awaitLine("one");
            assertThat(logs.lines()).containsExactly("one");
            prompt.docker("exec", "counter", "touch", "/go");
            logs.awaitLine("two");
            assertThat(logs.awaitEnd()).isZero();
        }
    }

    @Test
    void attachedPersonSeesWhatComesAndHowItEnds() {
        run("speaker", "until [ -e /go ]; do sleep 0.05; done; echo heard; exit 8");
        try (Watched attached = prompt.watch("attach", "--no-stdin", "speaker")) {
            Prompt.await(
                    "the attach was told",
                    () ->
                            prompt.docker(
                                            "events",
                                            "--since",
                                            "1h",
                                            "--until",
                                            "0s",
                                            "--filter",
                                            "event=attach",
                                            "--filter",
                                            "container=speaker")
                                    .contains("attach"));
            prompt.docker("exec", "speaker", "touch", "/go");
            assertThat(attached.awaitEnd()).isEqualTo(8);
            assertThat(attached.lines()).containsExactly("heard");
        }
    }

    @Test
    void startWithAttachGivesOutputAndExitCode() {
        prompt.docker("create", "--name", "later", "busybox:1", "sh", "-c", "echo hi; exit 5");
        Outcome first = prompt.attempt("start", "-a", "later");
        assertThat(first.output()).isEqualTo("hi\n");
        assertThat(first.exitCode()).isEqualTo(5);
        prompt.docker("create", "--name", "fed", "-i", "busybox:1", "cat");
        assertThat(prompt.pipe("fed\n", "start", "-ai", "fed").output()).isEqualTo("fed\n");
    }

    @Test
    void waitIsAnsweredWithEachExitCode() {
        run("ending", "sleep 0.5; exit 3");
        run("ended", "exit 4");
        assertThat(prompt.docker("wait", "ending", "ended")).isEqualTo("3\n4");
    }

    @Test
    void figuresComeFromARunningContainerAgainAndAgain() {
        run("worker", "while :; do :; done");
        assertThat(
                        prompt.docker(
                                "stats",
                                "--no-stream",
                                "--format",
                                "{{.Name}} {{.CPUPerc}} {{.MemUsage}} {{.NetIO}} {{.PIDs}}",
                                "worker"))
                .matches("worker [1-9][0-9.]*% [0-9.]+[KM]iB / [0-9.]+[MG]iB .*B / .*B [1-9]\\d*");
        try (Watched stats =
                prompt.watch("stats", "--format", "{{.Name}} {{.CPUPerc}}", "worker")) {
            Prompt.await(
                    "three figures",
                    () ->
                            stats.lines().stream()
                                            .filter(line -> line.contains("worker"))
                                            .filter(line -> !line.contains("--"))
                                            .count()
                                    >= 3);
        }
        prompt.docker("rm", "-f", "worker");
    }

    /** The orders that Compose relies on. */
    @Test
    void eventsComeInTheOrderThatToolsRelyOn() {
        prompt.docker("run", "--name", "own-end", "busybox:1", "true");
        assertThat(told("own-end")).containsExactly("create", "attach", "start", "die 0");

        run("stopped", "sleep 1000");
        prompt.docker("stop", "-t", "0", "stopped");
        assertThat(told("stopped"))
                .containsExactly("create", "start", "kill 15", "kill 9", "die 137", "stop");

        run("restarted", "sleep 1000");
        prompt.docker("restart", "-t", "0", "restarted");
        assertThat(told("restarted"))
                .containsExactly(
                        "create", "start", "kill 15", "kill 9", "die 137", "stop", "start",
                        "restart");
        prompt.docker("rm", "-f", "restarted");
        assertThat(told("restarted")).endsWith("restart", "kill 9", "die 137", "destroy");

        prompt.attempt(
                "run", "--name", "starved", "--memory", "16m", "busybox:1", "tail", "/dev/zero");
        assertThat(told("starved")).endsWith("start", "oom", "die 137");

        run("changed", "sleep 1000");
        prompt.docker("pause", "changed");
        prompt.docker("unpause", "changed");
        prompt.attempt("exec", "changed", "sh", "-c", "exit 2");
        prompt.docker("rename", "changed", "renamed");
        prompt.docker("update", "--memory", "64m", "--memory-swap", "128m", "renamed");
        prompt.docker("kill", "-s", "USR1", "renamed");
        assertThat(told(prompt.inspect("renamed", "{{.Id}}")))
                .startsWith(
                        "create",
                        "start",
                        "pause",
                        "unpause",
                        "exec_create: sh -c exit 2",
                        "exec_start: sh -c exit 2",
                        "exec_die 2",
                        "rename",
                        "update",
                        "kill 10");
    }

    @Test
    void containerThatComesBackByItselfDiesAndStartsWithoutBeingRestarted() {
        prompt.docker(
                "run",
                "-d",
                "--name",
                "failing",
                "--restart",
                "on-failure:1",
                "busybox:1",
                "false");
        Prompt.await(
                "it died twice",
                () -> told("failing").stream().filter("die 1"::equals).count() == 2);
        assertThat(told("failing")).containsExactly("create", "start", "die 1", "start", "die 1");
    }

    private static List<String> told(String container) {
        // a whole second: what happened in this one counts
        String next = Long.toString(Instant.now().getEpochSecond() + 1);
        return prompt.docker(
                        "events",
                        "--since",
                        "1h",
                        "--until",
                        next,
                        "--filter",
                        "type=container",
                        "--filter",
                        "container=" + container,
                        "--format",
                        "{{.Action}} {{index .Actor.Attributes \"exitCode\"}}"
                                + "{{index .Actor.Attributes \"signal\"}}")
                .lines()
                .map(String::strip)
                .toList();
    }

    @Test
    void eventsAreFollowedAsJson() {
        try (Watched events =
                prompt.watch("events", "--filter", "container=seen", "--format", "json")) {
            // the command answers nothing before the first event: so it is made until it is seen
            Prompt.await(
                    "events of a container",
                    () -> {
                        prompt.docker("run", "--rm", "--name", "seen", "busybox:1", "true");
                        return !events.lines().isEmpty();
                    });
            events.awaitLine("\"Action\":\"destroy\"");
            assertThat(events.lines())
                    .allSatisfy(
                            line -> assertThat(line).startsWith("{").contains("\"name\":\"seen\""))
                    .anySatisfy(line ->
                            assertThat(line).contains("\"status\":\"start\"", "\"timeNano\":"));
        }
    }
}
