package dev.mullion.engine.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.HostAddress;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.ContainerConfigBuilder;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.client.AttachOptions;
import dev.mullion.docker.client.ClientSettings;
import dev.mullion.docker.client.DockerClient;
import dev.mullion.docker.client.HijackedConnection;
import dev.mullion.docker.client.LogFrame;
import dev.mullion.docker.client.WaitCondition;
import dev.mullion.engine.testing.Await;
import dev.mullion.engine.testing.EngineTraces;
import dev.mullion.engine.testing.RunningCommand;
import dev.mullion.engine.testing.TestMullionEngine;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A container's first process and those who sit in front of it, with the real docker command. */
class AttachTest {

    private static final String IMAGE = "busybox:1";
    private static final String DETACH = "\20\21"; // ctrl-p, ctrl-q
    private static final int MEGABYTE = 1 << 20;

    @AutoClose private static TestMullionEngine engine;
    @AutoClose private static DockerClient client;

    @BeforeAll
    static void start() {
        engine = TestMullionEngine.start();
        engine.importBusybox(IMAGE);
        client = DockerClient.open(HostAddress.of(engine.address()), ClientSettings.defaults());
    }

    @Test
    void whatIsPipedThroughAContainerComesBackByteForByte() throws Exception {
        byte[] sent = new byte[5 * MEGABYTE];
        new Random(3).nextBytes(sent);
        try (RunningCommand run =
                RunningCommand.start(engine.cli("run", "--rm", "-i", IMAGE, "cat"))) {
            run.write(sent);
            run.endInput();
            assertThat(run.awaitEnd()).as(run.errors()).isZero();
            assertThat(digest(run.output())).isEqualTo(digest(sent));
        }
    }

    @Test
    void theTerminalHasTheClientsSizeAndFollowsIt() throws Exception {
        try (RunningCommand run =
                RunningCommand.inTerminal(43, 131, engine.cli("run", "--rm", "-it", IMAGE, "sh"))) {
            run.await("/ # ");
            // the command line sends the size once the container runs, and again if that failed
            typeUntil(run, "stty size\n", "43 131");
            run.resize(51, 97);
            typeUntil(run, "stty size\n", "51 97");
            run.type("exit 3\n");
            assertThat(run.awaitEnd()).isEqualTo(3);
        }
    }

    @Test
    void ofManySizesTheLastOneStays() throws Exception {
        String id =
                created(
                        "sizes",
                        ContainerConfig.builder(IMAGE).tty(true).openStdin(true).cmd(sh("sh")));
        client.containers().start(id);
        for (int i = 0; i < 100; i++) {
            client.containers().resize(id, 10 + i, 20 + i);
        }
        Await.until(
                () ->
                        "the last size, not "
                                + engine.docker("exec", id, "stty", "-F", "/dev/console", "size"),
                () ->
                        engine.docker("exec", id, "stty", "-F", "/dev/console", "size")
                                .equals("109 119"));
        client.containers().remove(id, true, false);
    }

    /** A person who looks again. */
    private static void typeUntil(RunningCommand run, String typed, String answer) {
        Await.until(
                () -> answer + " of " + run,
                () -> {
                    int before = run.text().length();
                    run.type(typed);
                    Await.until("a prompt", () -> run.text().substring(before).contains("/ # "));
                    return run.text().substring(before).contains(answer);
                });
    }

    @Test
    void aTerminalIsLeftByKeysAndTakenUpAgain() throws Exception {
        try (RunningCommand run =
                RunningCommand.inTerminal(
                        24, 80, engine.cli("run", "-it", "--name", "left", IMAGE, "sh"))) {
            run.await("/ # ");
            run.type("word=kept\n");
            run.type(DETACH);
            assertThat(run.awaitEnd()).isZero();
        }
        assertThat(state("left")).isEqualTo("running");
        try (RunningCommand again =
                RunningCommand.inTerminal(24, 80, engine.cli("attach", "left"))) {
            again.type("echo still-$word\n");
            again.await("still-kept");
            again.type("exit 5\n");
            assertThat(again.awaitEnd()).isEqualTo(5);
        }
        engine.docker("rm", "left");
    }

    @Test
    void aTerminalIsLeftByKeysOfOnesOwn() throws Exception {
        try (RunningCommand run =
                RunningCommand.inTerminal(
                        24,
                        80,
                        engine.cli(
                                "run",
                                "-it",
                                "--name",
                                "own",
                                "--detach-keys=ctrl-x,q",
                                IMAGE,
                                "sh"))) {
            run.await("/ # ");
            run.type("\30q");
            assertThat(run.awaitEnd()).isZero();
        }
        assertThat(state("own")).isEqualTo("running");
        engine.docker("rm", "-f", "own");
    }

    @Test
    void aClientThatReadsNothingHoldsNothingUpAndGetsAllLater() throws Exception {
        int lines = 400_000;
        String id =
                created(
                        "slow",
                        ContainerConfig.builder(IMAGE)
                                .cmd(
                                        sh(
                                                "yes 012345678901234567890123456789 | head -n %d; echo end >&2"
                                                        .formatted(lines))));
        try (HijackedConnection slow = client.containers().attach(id, AttachOptions.outputOnly())) {
            client.containers().start(id);
            // 12 MB, of which nobody has read one
            assertThat(client.containers().waitFor(id, WaitCondition.NOT_RUNNING).statusCode())
                    .isZero();
            int count = 0;
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            while (slow.output().hasNext()) {
                LogFrame frame = slow.output().next();
                if (frame.source() == LogFrame.Source.STDOUT) {
                    output.writeBytes(frame.bytes());
                }
                count++;
            }
            assertThat(count).isPositive();
            assertThat(output.toString(UTF_8).lines()).hasSize(lines);
            assertThat(output.size()).isEqualTo(lines * 31);
        }
        client.containers().remove(id, true, false);
    }

    @Test
    void whatWasWrittenBeforeIsReplayedAndGoesOn() throws Exception {
        String id =
                created(
                        "replay",
                        ContainerConfig.builder(IMAGE)
                                .openStdin(true)
                                .cmd(sh("echo one; echo two >&2; read word; echo three-$word")));
        client.containers().start(id);
        Await.until("its first lines", () -> engine.docker("logs", id).contains("one"));
        try (HijackedConnection late =
                client.containers().attach(id, new AttachOptions(true, true, true, true, null))) {
            assertThat(read(late, "two")).contains("one\n");
            late.write("four\n".getBytes(UTF_8));
            assertThat(read(late, "three-four\n")).doesNotContain("one");
        }
        client.containers().remove(id, true, false);
    }

    @Test
    void someoneWhoOnlyWatchesTypesNothing() throws Exception {
        engine.docker(
                "run",
                "-d",
                "-i",
                "--name",
                "watched",
                IMAGE,
                "sh",
                "-c",
                "while read word; do echo got-$word; done");
        try (RunningCommand watcher =
                        RunningCommand.start(engine.cli("attach", "--no-stdin", "watched"));
                RunningCommand writer = RunningCommand.start(engine.cli("attach", "watched"))) {
            watcher.type("unheard\n");
            Await.until(
                    "both to be attached",
                    () -> {
                        writer.type("heard\n");
                        return watcher.text().contains("got-heard");
                    });
            assertThat(watcher.text()).doesNotContain("got-unheard");
            assertThat(writer.text()).contains("got-heard").doesNotContain("got-unheard");
        }
        engine.docker("rm", "-f", "watched");
    }

    @Test
    void signalsOfAClientReachTheProcessUnlessItSaysNo() throws Exception {
        engine.docker(
                "run",
                "-d",
                "--name",
                "signalled",
                IMAGE,
                "sh",
                "-c",
                "trap 'echo caught; exit 7' TERM; while :; do echo up; sleep 0.1; done");
        try (RunningCommand deaf =
                RunningCommand.start(engine.cli("attach", "--sig-proxy=false", "signalled"))) {
            deaf.await("up");
            deaf.signal("TERM");
            int soFar = deaf.text().length();
            Await.until("more output", () -> deaf.text().length() > soFar + 10);
            assertThat(deaf.text()).doesNotContain("caught");
        }
        assertThat(state("signalled")).isEqualTo("running");
        try (RunningCommand heard = RunningCommand.start(engine.cli("attach", "signalled"))) {
            heard.await("up");
            heard.signal("TERM");
            assertThat(heard.awaitEnd()).as(heard.toString()).isEqualTo(7);
            assertThat(heard.text()).contains("caught");
        }
        engine.docker("rm", "signalled");
    }

    @Test
    void clientsThatVanishLeaveNothingBehind() throws Exception {
        String id =
                created(
                        "silent",
                        ContainerConfig.builder(IMAGE).openStdin(true).cmd(sh("sleep 1000")));
        client.containers().start(id);
        EngineTraces before = EngineTraces.of(engine);
        for (int i = 0; i < 20; i++) {
            client.containers().attach(id, AttachOptions.everything()).close();
        }
        Await.until(
                "as few open files as before: " + before,
                () -> EngineTraces.of(engine).files() <= before.files());
        assertThat(state("silent")).isEqualTo("running");
        client.containers().remove(id, true, false);
    }

    @Test
    void afterACrashOfTheEngineOneAttachesAgain() throws Exception {
        engine.docker(
                "run",
                "-d",
                "-i",
                "--name",
                "survivor",
                IMAGE,
                "sh",
                "-c",
                "while read word; do echo got-$word; done");
        try (RunningCommand before = RunningCommand.start(engine.cli("attach", "survivor"))) {
            before.type("one\n");
            before.await("got-one");
            engine.kill();
            before.awaitEnd();
        }
        engine.restart();
        try (RunningCommand after = RunningCommand.start(engine.cli("attach", "survivor"))) {
            after.type("two\n");
            after.await("got-two");
            assertThat(after.text()).doesNotContain("got-one");
        }
        assertThat(engine.docker("logs", "survivor")).isEqualTo("got-one\ngot-two");
        engine.docker("rm", "-f", "survivor");
    }

    @Test
    void aTerminalOutlivesACrashOfTheEngine() throws Exception {
        try (RunningCommand before =
                RunningCommand.inTerminal(
                        30, 90, engine.cli("run", "-it", "--name", "typed", IMAGE, "sh"))) {
            before.await("/ # ");
            before.type("word=kept; echo set-$word\n");
            before.await("set-kept");
            engine.kill();
            before.awaitEnd();
        }
        engine.restart();
        try (RunningCommand after =
                RunningCommand.inTerminal(31, 91, engine.cli("attach", "typed"))) {
            typeUntil(after, "stty size\n", "31 91");
            after.type("echo still-$word\n");
            after.await("still-kept");
            after.type("exit 8\n");
            assertThat(after.awaitEnd()).isEqualTo(8);
        }
        engine.docker("rm", "typed");
    }

    @Test
    void noOutputIsLostHoweverSoonAContainerEnds() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<String>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String word = "word-" + i;
                all.add(threads.submit(() -> engine.docker("run", "--rm", IMAGE, "echo", word)));
            }
            for (int i = 0; i < 40; i++) {
                assertThat(all.get(i).get()).isEqualTo("word-" + i);
            }
        }
    }

    @Test
    void lastWordsAreCompleteForTheClientAndInTheLog() {
        String seen = engine.docker("run", "--name", "talker", IMAGE, "seq", "1", "200000");
        assertThat(seen.lines()).hasSize(200_000);
        assertThat(engine.docker("logs", "talker")).isEqualTo(seen);
        engine.docker("rm", "talker");
    }

    @Test
    void aStoppedContainerIsStartedAgainWithSomeoneInFrontOfIt() throws Exception {
        engine.docker("create", "-i", "--name", "again", IMAGE, "cat");
        for (String word : List.of("one", "two")) {
            try (RunningCommand start = RunningCommand.start(engine.cli("start", "-ai", "again"))) {
                start.type(word);
                start.endInput();
                assertThat(start.awaitEnd()).as(start.errors()).isZero();
                assertThat(start.text()).isEqualTo(word);
            }
        }
        engine.docker("rm", "again");
    }

    private static String created(String name, ContainerConfigBuilder config) {
        return client.containers()
                .create(name, CreateContainer.of(config.build(), HostConfig.builder().build()))
                .id()
                .hex();
    }

    private static List<String> sh(String script) {
        return List.of("sh", "-c", script);
    }

    private static String state(String name) {
        return engine.docker("inspect", "-f", "{{.State.Status}}", name);
    }

    /** Reads until a text has come. */
    private static String read(HijackedConnection from, String end) {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0 && from.output().hasNext()) {
            text.append(from.output().next().text());
        }
        return text.toString();
    }

    private static String digest(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
