package dev.mullion.engine.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mullion.docker.testing.Programs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A command that somebody sits in front of: types to it, sees what it writes, and resizes its
 * terminal if it has one. Killed when it is closed.
 */
public final class RunningCommand implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final Output output;
    private final Output errors;

    private RunningCommand(Process process) {
        this.process = process;
        this.output = Output.of(process.getInputStream());
        this.errors = Output.of(process.getErrorStream());
    }

    /** Starts a command with pipes for its input and output. */
    public static RunningCommand start(List<String> command) throws IOException {
        return new RunningCommand(new ProcessBuilder(command).start());
    }

    /** Starts a command in a terminal. */
    public static RunningCommand inTerminal(int rows, int columns, List<String> command)
            throws IOException {
        String line =
                "stty rows %d cols %d; echo terminal=$(tty); exec %s"
                        .formatted(
                                rows,
                                columns,
                                command.stream()
                                        .map(word -> "'" + word.replace("'", "'\\''") + "'")
                                        .collect(Collectors.joining(" ")));
        return start(
                List.of(
                        Programs.find("script"),
                        "--quiet",
                        "--return",
                        "--command",
                        line,
                        "/dev/null"));
    }

    /** Types, or pipes in. */
    public void write(byte[] bytes) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write(bytes);
        input.flush();
    }

    /** Types, or pipes in. */
    public void type(String text) throws IOException {
        write(text.getBytes(UTF_8));
    }

    /** Ends the pipe. */
    public void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Makes the terminal larger or smaller, as a person does with a window. */
    public void resize(int rows, int columns) {
        String terminal = awaitLine("terminal=").substring("terminal=".length());
        List<String> command = new ArrayList<>(List.of(Programs.find("stty"), "-F", terminal));
        command.addAll(List.of("rows", Integer.toString(rows)));
        command.addAll(List.of("cols", Integer.toString(columns)));
        Programs.run(Map.of(), command, PATIENCE);
    }

    /** Sends a signal, for example {@code TERM}. */
    public void signal(String name) {
        Programs.run(
                Map.of(),
                List.of(Programs.find("kill"), "-" + name, Long.toString(process.pid())),
                PATIENCE);
    }

    /** Waits until it has written a text, on either stream. */
    public void await(String text) {
        Await.until(() -> "\"" + text + "\" of\n" + this, () -> toString().contains(text));
    }

    private String awaitLine(String beginning) {
        Await.until(
                () -> beginning + " of " + this,
                () -> output.text().lines().anyMatch(line -> line.startsWith(beginning)));
        return output.text()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow()
                .strip();
    }

    /** Waits for its end, and returns its exit code. */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("It didn't end within " + PATIENCE + "; it wrote:\n" + this);
        }
        output.reader().join();
        errors.reader().join();
        return process.exitValue();
    }

    /** Whether it hasn't ended. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** What it has written so far. */
    public byte[] output() {
        return output.bytes().toByteArray();
    }

    /** What it has written so far. */
    public String text() {
        return output.text();
    }

    /** What it has written to its error output so far. */
    public String errors() {
        return errors.text();
    }

    @Override
    public String toString() {
        return text() + errors();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private record Output(ByteArrayOutputStream bytes, Thread reader) {

        static Output of(InputStream from) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            return new Output(bytes, Thread.ofVirtual().start(() -> read(from, bytes)));
        }

        private static void read(InputStream from, ByteArrayOutputStream to) {
            try (from) {
                from.transferTo(to);
            } catch (IOException e) {
                to.writeBytes(("[reading stopped: " + e + "]").getBytes(UTF_8));
            }
        }

        String text() {
            return bytes.toString(UTF_8);
        }
    }
}
