package dev.mullion.docker.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The machine's programs: where they are, which Debian package brings them, how to run one to its
 * end.
 */
public final class Programs {

    private static final List<Path> FOLDERS =
            Stream.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
                    .map(Path::of)
                    .toList();

    private static final Map<String, String> PACKAGES =
            Map.of(
                    "dockerd", "docker.io",
                    "docker", "docker.io",
                    "docker-init", "docker.io",
                    "docker-registry", "docker-registry",
                    "htpasswd", "apache2-utils",
                    "busybox", "busybox-static",
                    "ip", "iproute2",
                    "unshare", "util-linux",
                    "nsenter", "util-linux",
                    "tar", "tar");

    private Programs() {}

    /**
     * The full path of a program; fails with the name of its Debian package when it is not there.
     */
    public static String find(String name) {
        for (Path folder : FOLDERS) {
            Path program = folder.resolve(name);
            if (Files.isExecutable(program)) {
                return program.toString();
            }
        }
        throw new IllegalStateException(
                "This test needs the program '%s', which this machine lacks: apt-get install -y %s"
                        .formatted(name, PACKAGES.getOrDefault(name, name)));
    }

    /**
     * Runs a program to its end and gives what it wrote; fails with its own words when it fails.
     */
    public static String run(
            Map<String, String> environment, List<String> command, Duration limit) {
        Outcome outcome = attempt(environment, command, limit);
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException(
                    "%s ended with %d:%n%s"
                            .formatted(
                                    String.join(" ", command),
                                    outcome.exitCode(),
                                    outcome.errors() + outcome.output()));
        }
        return outcome.output();
    }

    /** Runs a program to its end, whatever that end is. */
    public static Outcome attempt(
            Map<String, String> environment, List<String> command, Duration limit) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        try {
            return finish(builder.start(), command, limit);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start " + command.getFirst(), e);
        }
    }

    public static Outcome finish(Process process, List<String> command, Duration limit) {
        Drain output = Drain.of(process.getInputStream());
        Drain errors = Drain.of(process.getErrorStream());
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "%s did not end within %s; so far it wrote:%n%s"
                                .formatted(String.join(" ", command), limit, errors.soFar()));
            }
            return new Outcome(process.exitValue(), output.all(), errors.all());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + command, e);
        }
    }

    /** How a program ended and what it wrote. */
    public record Outcome(int exitCode, String output, String errors) {}

    /** Reads a stream aside, so that a talkative program never blocks on a full pipe. */
    private record Drain(ByteArrayOutputStream bytes, Thread reader) {

        static Drain of(InputStream stream) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Thread reader =
                    Thread.ofVirtual()
                            .start(() -> {
                                try (stream) {
                                    stream.transferTo(bytes);
                                } catch (IOException e) {
                                    bytes.writeBytes(
                                            ("[reading stopped: " + e + "]")
                                                    .getBytes(StandardCharsets.UTF_8));
                                }
                            });
            return new Drain(bytes, reader);
        }

        String soFar() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        String all() throws InterruptedException {
            reader.join();
            return soFar();
        }
    }
}
