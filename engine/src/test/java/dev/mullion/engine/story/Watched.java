package dev.mullion.engine.story;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that runs aside and says something line by line. */
final class Watched implements AutoCloseable {

    private final Process process;
    private final List<String> lines = new ArrayList<>();

    private Watched(Process process) {
        this.process = process;
    }

    static Watched start(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            Watched watched = new Watched(process);
            Thread.ofVirtual().start(watched::read);
            return watched;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            // it was ended
        }
    }

    /** What it said so far. */
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Waits until it says a line with these words. */
    Watched awaitLine(String words) {
        Prompt.await(
                "a line with " + words,
                () -> lines().stream().anyMatch(line -> line.contains(words)));
        return this;
    }

    /** Waits for its end and gives its exit code. */
    int awaitEnd() {
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new AssertionError("It did not end; it said " + lines());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
