package dev.mullion.tests.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One engine in a race, driven by its own command line.
 *
 * @param name for the table
 * @param prefix the command line before the arguments, which all of them share
 * @param registry {@code 127.0.0.1:port} of a registry it can reach
 */
record Contender(String name, List<String> prefix, String registry) {

    /** Runs a command to its end and says how long it took; fails with the command's own words. */
    Duration run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        arguments.forEach(argument -> command.add(argument.replace("REGISTRY", registry)));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        long start = System.nanoTime();
        Process process = builder.start();
        process.getOutputStream().close();
        String errors;
        try (InputStream stream = process.getErrorStream()) {
            errors = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        int code = process.waitFor();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        if (code != 0) {
            throw new IllegalStateException(
                    "%s: %s ended with %d: %s".formatted(name, arguments, code, errors));
        }
        return took;
    }
}
