package dev.mullion.engine.story;

import dev.mullion.docker.testing.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A program in a terminal, with somebody who reads and types. */
final class Terminal implements AutoCloseable {

    /** Ctrl+P, Ctrl+Q: leaves a container alone. */
    static final String DETACH = "\u0010\u0011";

    private final Process process;
    private final Path script;
    private final StringBuilder seen = new StringBuilder();
    private int read;

    private Terminal(Process process, Path script) {
        this.process = process;
        this.script = script;
    }

    static Terminal open(int rows, int columns, List<String> program) {
        try {
            Path script = Files.createTempFile("mullion-terminal-", ".py");
            try (InputStream text = Terminal.class.getResourceAsStream("terminal.py")) {
                Files.write(script, Objects.requireNonNull(text).readAllBytes());
            }
            List<String> command = new ArrayList<>();
            command.addAll(List.of(Programs.find("python3"), script.toString()));
            command.addAll(List.of(Integer.toString(rows), Integer.toString(columns)));
            command.addAll(program);
            Terminal terminal =
                    new Terminal(
                            new ProcessBuilder(command).redirectErrorStream(true).start(), script);
            Thread.ofVirtual().start(terminal::read);
            return terminal;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        byte[] piece = new byte[8192];
        try (InputStream output = process.getInputStream()) {
            for (int count = output.read(piece); count >= 0; count = output.read(piece)) {
                synchronized (seen) {
                    seen.append(new String(piece, 0, count, StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            // it was ended
        }
    }

    /** All that was to be seen so far. */
    String seen() {
        synchronized (seen) {
            return seen.toString();
        }
    }

    /** Waits until these words stand after those waited for before. */
    Terminal await(String words) {
        Prompt.await(
                () -> "%s in the terminal, which showed %s".formatted(words, seen()),
                () -> seen().indexOf(words, read) >= 0);
        read = seen().indexOf(words, read) + words.length();
        return this;
    }

    /** Types keys; a line ends with {@code \n}. */
    Terminal type(String keys) {
        return send(keys.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Gives the window another size. */
    Terminal resize(int rows, int columns) {
        return send("\u00ff%d,%d\n".formatted(rows, columns).getBytes(StandardCharsets.ISO_8859_1));
    }

    private Terminal send(byte[] bytes) {
        try {
            process.getOutputStream().write(bytes);
            process.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("The program has ended; it showed " + seen(), e);
        }
    }

    /** Waits for the program's end and gives its exit code. */
    int awaitEnd() {
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new AssertionError("It did not end; it showed " + seen());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        // the terminal hangs up, which ends the program in it
        process.destroyForcibly();
        try {
            Files.deleteIfExists(script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
