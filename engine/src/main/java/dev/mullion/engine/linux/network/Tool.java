package dev.mullion.engine.linux.network;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A program of the system that has been started and reads what it shall do from its input. It is
 * run on the calling thread's network, without any thread of its own.
 */
final class Tool implements AutoCloseable {

    private final List<String> command;
    private final Process process;

    private Tool(List<String> command, Process process) {
        this.command = command;
        this.process = process;
    }

    /** Starts a program; it waits for its input. */
    static Tool start(String... command) throws IOException {
        List<String> line = List.of(command);
        try {
            ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C");
            return new Tool(line, builder.start());
        } catch (IOException e) {
            throw new IOException(
                    "%s can't be run; install it on this machine: %s"
                            .formatted(line.getFirst(), e.getMessage()),
                    e);
        }
    }

    /** Whether a program of this name can be run here. */
    static boolean present(String name) {
        String path = System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    /** Runs a program without input and returns what it wrote. */
    static String run(String... command) throws IOException {
        try (Tool tool = start(command)) {
            return tool.finish("");
        }
    }

    /** Gives the program its input, waits for its end and returns what it wrote. */
    String finish(String input) throws IOException {
        Outcome outcome = end(input);
        if (outcome.code() != 0) {
            throw new IOException(
                    "%s failed (%d): %s%s"
                            .formatted(
                                    String.join(" ", command),
                                    outcome.code(),
                                    outcome.output().strip(),
                                    input.isEmpty() ? "" : " on:\n" + input));
        }
        return outcome.output();
    }

    private Outcome end(String input) throws IOException {
        try (Writer writer = process.outputWriter(StandardCharsets.UTF_8)) {
            writer.write(input);
        } catch (IOException e) {
            // it ended without reading everything; what it wrote says why
            if (process.isAlive()) {
                throw e;
            }
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Outcome(process.waitFor(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while " + command.getFirst() + " ran");
        }
    }

    /** Ends it if it still waits. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    private record Outcome(int code, String output) {}
}
