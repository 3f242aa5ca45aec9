package dev.mullion.engine.story;

import dev.mullion.docker.testing.Programs;
import dev.mullion.docker.testing.Programs.Outcome;
import dev.mullion.docker.testing.TestEngine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A person's prompt where the docker command is at hand: what it prints, what it complains of, and
 * how it ends.
 */
final class Prompt {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final TestEngine engine;

    Prompt(TestEngine engine) {
        this.engine = engine;
    }

    /** Runs docker to its good end and gives what it printed. */
    String docker(String... arguments) {
        return engine.docker(arguments);
    }

    /** Runs docker to whatever end. */
    Outcome attempt(String... arguments) {
        return Programs.attempt(Map.of(), engine.cli(arguments), LIMIT);
    }

    /** Runs docker with something piped into it. */
    Outcome pipe(byte[] input, String... arguments) {
        List<String> command = engine.cli(arguments);
        try {
            Process process = new ProcessBuilder(command).start();
            Thread.ofVirtual().start(() -> feed(process, input));
            return Programs.finish(process, command, LIMIT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Outcome pipe(String input, String... arguments) {
        return pipe(input.getBytes(StandardCharsets.UTF_8), arguments);
    }

    private static void feed(Process process, byte[] input) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input);
        } catch (IOException e) {
            // the program wanted no more, as head does
        }
    }

    /** Starts docker in a terminal of 24 rows and 80 columns. */
    Terminal terminal(String... arguments) {
        return Terminal.open(24, 80, engine.cli(arguments));
    }

    /** Starts docker aside, to be watched. */
    Watched watch(String... arguments) {
        return Watched.start(engine.cli(arguments));
    }

    /** Gives one figure or word of a container or image. */
    String inspect(String name, String template) {
        return docker("inspect", "--format", template, name);
    }

    /** Waits for something that comes about by itself. */
    static void await(String claim, BooleanSupplier condition) {
        await(() -> claim, condition);
    }

    static void await(Supplier<String> claim, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not within 20 seconds: " + claim.get());
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** Waits until a container is in a state, for example {@code exited}. */
    void awaitState(String name, String state) {
        await(name + " is " + state, () -> inspect(name, "{{.State.Status}}").equals(state));
    }
}
