package dev.mullion.engine.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.HostAddress;
import dev.mullion.docker.api.CreateExec;
import dev.mullion.docker.api.EngineEvent;
import dev.mullion.docker.api.ExecDetails;
import dev.mullion.docker.client.ClientSettings;
import dev.mullion.docker.client.ConflictException;
import dev.mullion.docker.client.DockerClient;
import dev.mullion.docker.client.DockerStream;
import dev.mullion.docker.client.EventQuery;
import dev.mullion.docker.client.HijackedConnection;
import dev.mullion.docker.testing.Programs;
import dev.mullion.engine.testing.Await;
import dev.mullion.engine.testing.EngineTraces;
import dev.mullion.engine.testing.RunningCommand;
import dev.mullion.engine.testing.TestMullionEngine;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More processes in a running container, with the real docker command. */
class ExecTest {

    private static final String BOX = "box";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @AutoClose private static TestMullionEngine engine;
    @AutoClose private static DockerClient client;

    @BeforeAll
    static void start() {
        engine = TestMullionEngine.start();
        engine.importBusybox("busybox:1");
        client = DockerClient.open(HostAddress.of(engine.address()), ClientSettings.defaults());
    }

    @BeforeEach
    void aContainerRuns() {
        if (engine.docker("ps", "-q", "--filter", "name=" + BOX).isEmpty()) {
            engine.docker("run", "-d", "--name", BOX, "busybox:1", "sleep", "100000");
        }
    }

    @Test
    void whatIsPipedThroughAnExecComesBackByteForByte() throws Exception {
        byte[] sent = new byte[5 << 20];
        new Random(4).nextBytes(sent);
        try (RunningCommand exec = RunningCommand.start(engine.cli("exec", "-i", BOX, "cat"))) {
            exec.write(sent);
            exec.endInput();
            assertThat(exec.awaitEnd()).as(exec.errors()).isZero();
            assertThat(digest(exec.output())).isEqualTo(digest(sent));
        }
    }

    @Test
    void aClientThatHasEndedItsHalfStillReads() {
        String id = client.execs().create(BOX, CreateExec.of("sh", "-c", "wc -c; echo e >&2")).id();
        try (HijackedConnection exec = client.execs().start(id, false)) {
            exec.write("12345".getBytes(UTF_8));
            exec.closeStdin();
            StringBuilder all = new StringBuilder();
            exec.output()
                    .forEachRemaining(frame -> all.append(frame.source()).append(frame.text()));
            assertThat(all.toString()).contains("STDOUT5\n").contains("STDERRe\n");
        }
        assertThat(client.execs().inspect(id).exitCode()).isZero();
    }

    @Test
    void theTerminalHasTheClientsSizeAndFollowsIt() throws Exception {
        try (RunningCommand exec =
                RunningCommand.inTerminal(41, 121, engine.cli("exec", "-it", BOX, "sh"))) {
            exec.await("/ # ");
            exec.type("stty size\n");
            exec.await("41 121");
            exec.resize(52, 98);
            Await.until(
                    () -> "52 98 of " + exec,
                    () -> {
                        int before = exec.text().length();
                        exec.type("stty size\n");
                        Await.until(
                                "a prompt", () -> exec.text().substring(before).contains("/ # "));
                        return exec.text().substring(before).contains("52 98");
                    });
            exec.type("exit 6\n");
            assertThat(exec.awaitEnd()).isEqualTo(6);
        }
    }

    @Test
    void detachKeysLeaveItRunning() throws Exception {
        try (RunningCommand exec =
                RunningCommand.inTerminal(
                        24, 80, engine.cli("exec", "-it", BOX, "sh", "-c", "echo go; sleep 77"))) {
            exec.await("go");
            exec.type("\20\21");
            exec.awaitEnd();
            assertThat(exec.toString()).contains("read escape sequence");
        }
        assertThat(engine.docker("top", BOX, "-eo", "pid,args")).contains("sleep 77");
        // the first process of a container isn't ended by a signal from inside it
        engine.docker("exec", BOX, "killall", "sleep");
        Await.until(
                "its end",
                () -> !engine.docker("top", BOX, "-eo", "pid,args").contains("sleep 77"));
    }

    @Test
    void missingAndForbiddenProgramsAreToldAsByDocker() {
        Programs.Outcome missing = attempt("exec", BOX, "nosuchprogram");
        assertThat(missing.exitCode()).isEqualTo(127);
        assertThat(missing.output() + missing.errors())
                .isEqualToIgnoringNewLines(
                        "OCI runtime exec failed: exec failed: unable to start container process:"
                                + " exec: \"nosuchprogram\": executable file not found in $PATH:"
                                + " unknown");
        Programs.Outcome folder = attempt("exec", BOX, "/etc");
        assertThat(folder.exitCode()).isEqualTo(126);
        assertThat(folder.output() + folder.errors()).contains("OCI runtime exec failed");
        Programs.Outcome detached = attempt("exec", "-d", BOX, "nosuchprogram");
        assertThat(detached.exitCode()).isNotZero();
        assertThat(attempt("exec", "gone", "true").errors()).contains("No such container: gone");
    }

    @Test
    void userFolderVariablesAndExitCodeAreAsAsked() {
        assertThat(engine.docker("exec", "-u", "1000:1001", BOX, "id", "-u")).isEqualTo("1000");
        assertThat(engine.docker("exec", "-w", "/tmp", BOX, "pwd")).isEqualTo("/tmp");
        assertThat(engine.docker("exec", "-e", "A=b c", BOX, "sh", "-c", "echo $A"))
                .isEqualTo("b c");
        assertThat(attempt("exec", BOX, "sh", "-c", "exit 9").exitCode()).isEqualTo(9);
        assertThat(attempt("exec", "--privileged", BOX, "true").errors()).contains("privileged");
    }

    @Test
    void eventsTellOfEachStep() {
        Instant before = Instant.now();
        String id = client.execs().create(BOX, CreateExec.of("sh", "-c", "exit 4")).id();
        try (HijackedConnection exec = client.execs().start(id, false)) {
            exec.output().forEachRemaining(frame -> {});
        }
        ExecDetails details = client.execs().inspect(id);
        assertThat(details.running()).isFalse();
        assertThat(details.exitCode()).isEqualTo(4);
        List<EngineEvent> events = new ArrayList<>();
        try (DockerStream<EngineEvent> past =
                client.events(EventQuery.from(before).endingAt(Instant.now()))) {
            past.forEachRemaining(events::add);
        }
        assertThat(events)
                .filteredOn(event -> id.equals(event.actor().attributes().get("execID")))
                .extracting(EngineEvent::action)
                .containsExactly(
                        "exec_create: sh -c exit 4", "exec_start: sh -c exit 4", "exec_die");
        assertThat(events.getLast().actor().attributes()).containsEntry("exitCode", "4");
    }

    @Test
    void manyAtOnceLeaveNothingBehind() throws Exception {
        attempt("exec", BOX, "true");
        EngineTraces before = EngineTraces.of(engine);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String word = "word-" + i;
                all.add(threads.submit((Callable<String>) () -> echo(word)));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(all.get(i).get()).isEqualTo("word-" + i + "\n");
            }
        }
        Await.until(
                () -> before + " again, not " + EngineTraces.of(engine),
                () -> {
                    EngineTraces now = EngineTraces.of(engine);
                    return now.files() <= before.files() + 2
                            && now.processes() <= before.processes()
                            && now.execs() <= before.execs()
                            // those of pools, which don't grow with every call
                            && now.threads() <= before.threads() + 8;
                });
        assertThat(engine.docker("top", BOX).lines()).hasSize(2);
    }

    private static String echo(String word) {
        String id = client.execs().create(BOX, CreateExec.of("sh", "-c", "sleep 0.2; cat")).id();
        try (HijackedConnection exec = client.execs().start(id, false)) {
            exec.write((word + "\n").getBytes(UTF_8));
            exec.closeStdin();
            StringBuilder text = new StringBuilder();
            exec.output().forEachRemaining(frame -> text.append(frame.text()));
            return text.toString();
        }
    }

    @Test
    void aProcessGoesOnWhenItsClientVanishesInTheMiddleOfItsOutput() {
        String id =
                client.execs()
                        .create(BOX, CreateExec.of("sh", "-c", "seq 1 500000; touch /tmp/done"))
                        .id();
        try (HijackedConnection exec = client.execs().start(id, false)) {
            assertThat(exec.output().next().text()).startsWith("1\n2\n");
        }
        Await.until("its end", () -> !client.execs().inspect(id).running());
        assertThat(client.execs().inspect(id).exitCode()).isZero();
        assertThat(attempt("exec", BOX, "test", "-e", "/tmp/done").exitCode()).isZero();
    }

    @Test
    void aProcessIsStartedOnceOnlyAndNotInAPausedContainer() {
        String id = client.execs().create(BOX, CreateExec.of("true")).id();
        client.execs().startDetached(id);
        Await.until("its end", () -> !client.execs().inspect(id).running());
        assertThatThrownBy(() -> client.execs().startDetached(id))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("has already run");
        engine.docker("pause", BOX);
        try {
            assertThat(attempt("exec", BOX, "true").errors())
                    .contains("is paused, unpause the container before exec");
        } finally {
            engine.docker("unpause", BOX);
        }
    }

    @Test
    void anExecEndsWithItsContainer() throws Exception {
        engine.docker("run", "-d", "--name", "short", "busybox:1", "sleep", "1000");
        try (RunningCommand exec =
                RunningCommand.start(
                        engine.cli("exec", "short", "sh", "-c", "echo in; sleep 99"))) {
            exec.await("in");
            engine.docker("kill", "short");
            assertThat(exec.awaitEnd()).isEqualTo(137);
        }
        assertThat(attempt("exec", "short", "true").errors()).contains("is not running");
        engine.docker("rm", "short");
    }

    @Test
    void aCrashOfTheEngineEndsExecsAndLeavesNothingOfThem() throws Exception {
        EngineTraces before = EngineTraces.of(engine);
        try (RunningCommand exec =
                        RunningCommand.start(
                                engine.cli("exec", BOX, "sh", "-c", "echo in; sleep 88"));
                RunningCommand terminal =
                        RunningCommand.inTerminal(24, 80, engine.cli("exec", "-it", BOX, "sh"))) {
            exec.await("in");
            terminal.await("/ # ");
            engine.kill();
            assertThat(exec.awaitEnd()).isNotZero();
            assertThat(terminal.awaitEnd()).isNotZero();
        }
        engine.restart();
        Await.until(
                () -> "one process, not\n" + engine.docker("top", BOX),
                () -> engine.docker("top", BOX).lines().count() == 2);
        assertThat(EngineTraces.of(engine).execs()).isZero();
        assertThat(EngineTraces.of(engine).processes()).isLessThanOrEqualTo(before.processes());
        assertThat(engine.docker("exec", BOX, "echo", "again")).isEqualTo("again");
    }

    private static Programs.Outcome attempt(String... arguments) {
        return Programs.attempt(Map.of(), engine.cli(arguments), LIMIT);
    }

    private static String digest(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
