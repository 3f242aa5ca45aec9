package dev.mullion.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.HostAddress;
import dev.mullion.docker.client.ClientSettings;
import dev.mullion.docker.client.DockerClient;
import dev.mullion.docker.client.DockerStream;
import dev.mullion.docker.client.LogFrame;
import dev.mullion.docker.client.LogQuery;
import dev.mullion.docker.testing.Programs;
import dev.mullion.engine.testing.Await;
import dev.mullion.engine.testing.EngineTraces;
import dev.mullion.engine.testing.RunningCommand;
import dev.mullion.engine.testing.TestMullionEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What containers have written, with the real docker command. */
class LogsTest {

    private static final String IMAGE = "busybox:1";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @AutoClose private static TestMullionEngine engine;
    @AutoClose private static DockerClient client;

    @BeforeAll
    static void start() {
        engine = TestMullionEngine.start();
        engine.importBusybox(IMAGE);
        client = DockerClient.open(HostAddress.of(engine.address()), ClientSettings.defaults());
    }

    @Test
    void bothStreamsComeBackApart() {
        Programs.Outcome run =
                attempt("run", "--name", "both", IMAGE, "sh", "-c", "echo out; echo err >&2");
        Programs.Outcome logs = attempt("logs", "both");
        assertThat(logs.output()).isEqualTo("out\n").isEqualTo(run.output());
        assertThat(logs.errors()).isEqualTo("err\n").isEqualTo(run.errors());
        assertThat(engine.docker("logs", "-t", "both"))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z out");
        engine.docker("rm", "both");
    }

    @Test
    void whoFollowsSeesEachLineWhileTheLogIsTurnedOver() throws Exception {
        // 3 MB in some three seconds, so that files are full again and again
        String id =
                engine.docker(
                        "run",
                        "-d",
                        "--log-opt=max-size=1m",
                        "--log-opt=max-file=2",
                        "--name",
                        "turned",
                        IMAGE,
                        "sh",
                        "-c",
                        "i=0; while [ $i -lt 30 ]; do"
                                + " seq $((i * 2000 + 100001)) $((i * 2000 + 102000))"
                                + " | sed s/$/-0123456789012345678901234567890123456789/;"
                                + " i=$((i + 1)); sleep 0.1; done");
        try (RunningCommand follower = RunningCommand.start(engine.cli("logs", "-f", "turned"))) {
            assertThat(follower.awaitEnd()).isZero();
            assertThat(follower.text().lines())
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(100_001, 160_000)
                                    .mapToObj(i -> i + "-0123456789012345678901234567890123456789")
                                    .toList());
        }
        Path file = log(id);
        assertThat(Path.of(file + ".1")).exists();
        assertThat(Path.of(file + ".2")).doesNotExist();
        // 60,000 lines with their heads are 5.5 MB: what is kept is much less
        assertThat(Files.size(file) + Files.size(Path.of(file + ".1"))).isLessThan(4 << 20);
        List<String> kept = engine.docker("logs", "turned").lines().toList();
        assertThat(kept).hasSizeLessThan(60_000);
        assertThat(kept.getLast()).startsWith("160000-");
        assertThat(engine.docker("logs", "--tail", "3", "turned").lines())
                .extracting(line -> line.substring(0, 6))
                .containsExactly("159998", "159999", "160000");
        engine.docker("rm", "turned");
    }

    @Test
    void aLogThatIsNotKeptSaysSoAndIsStillSeen() {
        Programs.Outcome run =
                attempt("run", "--log-driver=none", "--name", "unkept", IMAGE, "echo", "seen");
        assertThat(run.output()).isEqualTo("seen\n");
        Programs.Outcome logs = attempt("logs", "unkept");
        assertThat(logs.exitCode()).isEqualTo(1);
        assertThat(logs.errors()).contains("configured logging driver does not support reading");
        engine.docker("rm", "unkept");
    }

    @Test
    void followingEndsAtTheMomentThatWasNamed() throws Exception {
        engine.docker(
                "run",
                "-d",
                "--name",
                "endless",
                IMAGE,
                "sh",
                "-c",
                "while :; do echo tick; sleep 0.1; done");
        try (RunningCommand follower =
                RunningCommand.start(engine.cli("logs", "-f", "--until=1s", "endless"))) {
            // the moment is counted back from now: it has passed
            assertThat(follower.awaitEnd()).isZero();
        }
        Instant until = Instant.now().plusSeconds(2);
        LogQuery query =
                new LogQuery(true, true, true, false, null, until, -1, Duration.ofSeconds(20));
        StringBuilder text = new StringBuilder();
        try (DockerStream<LogFrame> frames = client.containers().logs("endless", query)) {
            frames.forEachRemaining(frame -> text.append(frame.text()));
        }
        assertThat(Instant.now()).isBetween(until, until.plusSeconds(5));
        assertThat(text.toString().lines()).hasSizeGreaterThan(5).containsOnly("tick");
        engine.docker("rm", "-f", "endless");
    }

    @Test
    void aLogEndsWhereItsContainerDoesAndGoesOnWithItsNextRun() throws Exception {
        engine.docker("create", "--name", "twice", IMAGE, "sh", "-c", "echo run; sleep 0.3");
        for (int run = 1; run <= 2; run++) {
            engine.docker("start", "twice");
            try (RunningCommand follower =
                    RunningCommand.start(engine.cli("logs", "-f", "twice"))) {
                assertThat(follower.awaitEnd()).isZero();
                assertThat(follower.text()).isEqualTo("run\n".repeat(run));
            }
        }
        engine.docker("rm", "twice");
    }

    @Test
    void followersAndWatchersSeeTheEndWhenAContainerIsRemoved() throws Exception {
        engine.docker("run", "-d", "-i", "--name", "removed", IMAGE, "cat");
        try (RunningCommand follower = RunningCommand.start(engine.cli("logs", "-f", "removed"));
                RunningCommand attached = RunningCommand.start(engine.cli("attach", "removed"))) {
            attached.type("here\n");
            attached.await("here");
            follower.await("here");
            engine.docker("rm", "-f", "removed");
            assertThat(follower.awaitEnd()).isZero();
            assertThat(attached.awaitEnd()).isEqualTo(137);
        }
    }

    @Test
    void labelsAndVariablesThatTheOptionsNameAreDetails() {
        Programs.Outcome created =
                attempt(
                        "create",
                        "--name",
                        "detailed",
                        "--label=team=red one",
                        "--label=other=x",
                        "-e",
                        "STAGE=test",
                        "-e",
                        "SECRET=y",
                        "--log-opt=labels=team",
                        "--log-opt=env=STAGE",
                        IMAGE,
                        "echo",
                        "line");
        assertThat(created.errors()).isEmpty();
        engine.docker("start", "-a", "detailed");
        assertThat(engine.docker("logs", "--details", "detailed"))
                .isEqualTo("STAGE=test,team=red+one line");
        assertThat(engine.docker("logs", "detailed")).isEqualTo("line");
        engine.docker("rm", "detailed");
    }

    @Test
    void aCrashOfTheEngineLosesNoLine() throws Exception {
        engine.docker(
                "run",
                "-d",
                "--name",
                "writer",
                IMAGE,
                "sh",
                "-c",
                "i=0; while [ $i -lt 60 ]; do i=$((i + 1)); echo line-$i; sleep 0.1; done");
        try (RunningCommand follower = RunningCommand.start(engine.cli("logs", "-f", "writer"))) {
            follower.await("line-3");
            engine.kill();
            follower.awaitEnd();
        }
        engine.restart();
        try (RunningCommand follower = RunningCommand.start(engine.cli("logs", "-f", "writer"))) {
            assertThat(follower.awaitEnd()).isZero();
            assertThat(follower.text().lines())
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, 60).mapToObj(i -> "line-" + i).toList());
        }
        engine.docker("rm", "writer");
    }

    @Test
    void followersThatVanishLeaveNothingBehind() throws Exception {
        engine.docker("run", "-d", "--name", "quiet", IMAGE, "sleep", "1000");
        EngineTraces before = EngineTraces.of(engine);
        for (int i = 0; i < 20; i++) {
            client.containers().logs("quiet", LogQuery.everything().following()).close();
        }
        Await.until(
                () -> before + " again, not " + EngineTraces.of(engine),
                () -> EngineTraces.of(engine).files() <= before.files());
        engine.docker("rm", "-f", "quiet");
    }

    /** Where the engine keeps a log, as seen from outside its sandbox. */
    private static Path log(String id) throws IOException {
        Path file = engine.data().resolve("containers").resolve(id).resolve(id + ".log");
        return Path.of("/proc/" + engine.daemon().pid() + "/root" + file).toAbsolutePath();
    }

    private static Programs.Outcome attempt(String... arguments) {
        return Programs.attempt(Map.of(), engine.cli(arguments), LIMIT);
    }
}
