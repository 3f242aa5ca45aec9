package dev.mullion.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.runtime.ContainerSpec;
import dev.mullion.engine.runtime.ExecProcess;
import dev.mullion.engine.runtime.ProcessSpec;
import dev.mullion.engine.runtime.ProcessStreams;
import dev.mullion.engine.runtime.ProgramNotStartedException;
import dev.mullion.engine.runtime.TerminalSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Input and output of first processes and of further ones. */
class ProcessStreamsTest {

    private static RuntimeFixture fixture;
    private static ContainerId running;

    @BeforeAll
    static void open() throws Exception {
        fixture = new RuntimeFixture();
        TestSpec spec = fixture.spec("sleep", "1000");
        spec.environment.add("GREETING=hello");
        running = fixture.run(spec);
    }

    @AfterAll
    static void nothingIsLeft() throws Exception {
        fixture.runtime.delete(running);
        List<String> left = fixture.leftovers();
        fixture.close();
        assertThat(left).isEmpty();
    }

    /** What came, by its source. */
    private record Output(ByteArrayOutputStream output, ByteArrayOutputStream errors) {

        String text() {
            return output.toString(StandardCharsets.UTF_8);
        }

        String errorText() {
            return errors.toString(StandardCharsets.UTF_8);
        }
    }

    private static Output all(ProcessStreams streams) throws Exception {
        return reading(streams).get(30, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Output> reading(ProcessStreams streams) {
        CompletableFuture<Output> done = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    ByteArrayOutputStream output = new ByteArrayOutputStream();
                    ByteArrayOutputStream errors = new ByteArrayOutputStream();
                    ByteBuffer buffer = ByteBuffer.allocate(8192);
                    try {
                        ProcessStreams.Source source = streams.read(buffer);
                        while (source != ProcessStreams.Source.END) {
                            (source == ProcessStreams.Source.ERRORS ? errors : output)
                                    .write(buffer.array(), 0, buffer.limit());
                            source = streams.read(buffer);
                        }
                        done.complete(new Output(output, errors));
                    } catch (IOException e) {
                        done.completeExceptionally(e);
                    }
                });
        return done;
    }

    private static void write(ProcessStreams streams, String text) throws IOException {
        streams.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static ProcessSpec exec(boolean terminal, boolean input, String... arguments) {
        TestSpec spec = fixture.spec(arguments);
        spec.terminal = terminal;
        spec.input = input ? ContainerSpec.Input.ONCE : ContainerSpec.Input.NONE;
        spec.size = terminal ? new TerminalSize(33, 101) : null;
        return spec.process();
    }

    @Test
    void attachedBeforeTheStartNothingIsLostAndStreamsStayApart() throws Exception {
        ContainerId id = RuntimeFixture.newId();
        fixture.runtime.create(
                id, fixture.spec("sh", "-c", "echo out; echo err >&2; echo out2").build());
        try (ProcessStreams streams = fixture.runtime.attach(id)) {
            fixture.runtime.start(id);

            Output output = all(streams);

            assertThat(output.text()).isEqualTo("out\nout2\n");
            assertThat(output.errorText()).isEqualTo("err\n");
        }
        fixture.exit(id);
        fixture.runtime.delete(id);
    }

    @Test
    void fiveMegabytesArriveWhole() throws Exception {
        ContainerId id = RuntimeFixture.newId();
        fixture.runtime.create(
                id, fixture.spec("sh", "-c", "seq 1 1000000 | head -c 5000000").build());
        try (ProcessStreams streams = fixture.runtime.attach(id)) {
            fixture.runtime.start(id);

            byte[] output = all(streams).output().toByteArray();

            StringBuilder expected = new StringBuilder();
            for (int i = 1; expected.length() < 5_000_000; i++) {
                expected.append(i).append('\n');
            }
            expected.setLength(5_000_000);
            assertThat(output).hasSize(5_000_000);
            assertThat(sha256(output))
                    .isEqualTo(sha256(expected.toString().getBytes(StandardCharsets.US_ASCII)));
        }
        fixture.exit(id);
        fixture.runtime.delete(id);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void endOfInputReachesTheProcessWhileItsOutputStillComes() throws Exception {
        ContainerId id = RuntimeFixture.newId();
        TestSpec spec = fixture.spec("sh", "-c", "cat; echo end; exit 3");
        spec.input = ContainerSpec.Input.ONCE;
        fixture.runtime.create(id, spec.build());
        try (ProcessStreams streams = fixture.runtime.attach(id)) {
            fixture.runtime.start(id);
            CompletableFuture<Output> output = reading(streams);
            String line = "0123456789abcde\n";
            for (int i = 0; i < 4096; i++) {
                write(streams, line);
            }
            streams.closeInput();

            assertThat(output.get(30, TimeUnit.SECONDS).text())
                    .isEqualTo(line.repeat(4096) + "end\n");
            assertThat(fixture.exit(id).code()).isEqualTo(3);
        }
        fixture.runtime.delete(id);
    }

    @Test
    void keptInputOutlivesAClient() throws Exception {
        ContainerId id = RuntimeFixture.newId();
        TestSpec spec = fixture.spec("sh", "-c", "read a; read b; echo $a-$b");
        spec.input = ContainerSpec.Input.KEPT;
        fixture.runtime.create(id, spec.build());
        fixture.runtime.start(id);
        try (ProcessStreams first = fixture.runtime.attach(id)) {
            write(first, "one\n");
            first.closeInput();
        }
        try (ProcessStreams second = fixture.runtime.attach(id)) {
            CompletableFuture<Output> output = reading(second);
            write(second, "two\n");

            assertThat(output.get(30, TimeUnit.SECONDS).text()).isEqualTo("one-two\n");
        }
        fixture.exit(id);
        fixture.runtime.delete(id);
    }

    @Test
    void terminalOfTheFirstProcessIsResized() throws Exception {
        ContainerId id = RuntimeFixture.newId();
        // conmon takes the size from a pipe of its own: what is typed may overtake it
        String until = "until stty size 2>/dev/null; do usleep 10000; done";
        TestSpec spec = fixture.spec("sh", "-c", "read go; " + until + "; tty");
        spec.terminal = true;
        spec.input = ContainerSpec.Input.ONCE;
        fixture.runtime.create(id, spec.build());
        try (ProcessStreams streams = fixture.runtime.attach(id)) {
            fixture.runtime.start(id);
            CompletableFuture<Output> output = reading(streams);
            fixture.runtime.resize(id, new TerminalSize(40, 132));
            write(streams, "\n");

            assertThat(output.get(30, TimeUnit.SECONDS).text())
                    .contains("40 132")
                    .contains("/dev/pts/0");
        }
        fixture.exit(id);
        fixture.runtime.delete(id);
    }

    @Test
    void furtherProcessHasStreamsAndAnExitCodeOfItsOwn() throws Exception {
        try (ExecProcess process =
                fixture.runtime.exec(
                        running,
                        exec(false, true, "sh", "-c", "cat; echo err >&2; echo $HOME; exit 9"))) {
            assertThat(process.pid()).isPositive();
            write(process.streams(), "typed\n");
            process.streams().closeInput();

            Output output = all(process.streams());

            assertThat(output.text()).isEqualTo("typed\n/\n");
            assertThat(output.errorText()).isEqualTo("err\n");
            assertThat(process.waitFor()).isEqualTo(9);
        }
    }

    @Test
    void furtherProcessIsConfinedLikeTheFirstAlsoByRulesCompiledBefore() throws Exception {
        ContainerId second = fixture.run(fixture.spec("sleep", "1000"));
        String status = "(Seccomp|NoNewPrivs|CapEff|CapBnd):";
        try (ExecProcess process =
                fixture.runtime.exec(
                        second,
                        exec(
                                false,
                                false,
                                "sh",
                                "-c",
                                "unshare -m true || echo refused; for p in 1 self; do grep -E '"
                                        + status
                                        + "' /proc/$p/status; done"))) {
            List<String> lines = all(process.streams()).text().lines().toList();
            assertThat(lines).hasSize(9).startsWith("refused").contains("Seccomp:\t2");
            assertThat(lines.subList(1, 5)).isEqualTo(lines.subList(5, 9));
        }
        fixture.runtime.delete(second);
    }

    @Test
    void furtherProcessHasATerminalOfTheSizeAskedFor() throws Exception {
        try (ExecProcess process =
                fixture.runtime.exec(
                        running,
                        exec(true, true, "sh", "-c", "stty size; read x; stty size; exit 4"))) {
            CompletableFuture<Output> output = reading(process.streams());
            process.resize(new TerminalSize(50, 120));
            write(process.streams(), "\n");

            String text = output.get(30, TimeUnit.SECONDS).text();

            assertThat(text).contains("50 120");
            assertThat(process.waitFor()).isEqualTo(4);
        }
    }

    @Test
    void programThatIsNotThereOrNotExecutableIsSaid() {
        assertThatThrownBy(() -> fixture.runtime.exec(running, exec(false, false, "nosuch")))
                .isInstanceOfSatisfying(
                        ProgramNotStartedException.class, e -> assertThat(e.code()).isEqualTo(127))
                .hasMessage(
                        "OCI runtime exec failed: exec failed: unable to start container process:"
                                + " exec: \"nosuch\": executable file not found in $PATH: unknown");
        assertThatThrownBy(() -> fixture.runtime.exec(running, exec(false, false, "/tmp")))
                .isInstanceOfSatisfying(
                        ProgramNotStartedException.class, e -> assertThat(e.code()).isEqualTo(126));
        assertThatThrownBy(() -> fixture.runtime.exec(running, exec(true, false, "nosuch")))
                .isInstanceOfSatisfying(
                        ProgramNotStartedException.class, e -> assertThat(e.code()).isEqualTo(127));
    }

    @Test
    void closingKillsAFurtherProcess() throws Exception {
        ExecProcess process = fixture.runtime.exec(running, exec(false, false, "sleep", "1000"));
        long pid = process.pid();

        process.close();

        RuntimeFixture.await("process " + pid + " is gone", () -> ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void closingWakesWhoReads() throws Exception {
        try (ExecProcess process =
                fixture.runtime.exec(running, exec(false, false, "sleep", "1000"))) {
            CompletableFuture<Output> output = reading(process.streams());

            process.streams().close();

            assertThat(output).failsWithin(RuntimeFixture.SOON);
        }
    }
}
