package dev.mullion.tests.portal;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The portal as people run it: {@code java -jar mullion-portal.jar} with a private data folder and
 * a port of its own on 127.0.0.1. It ends with the test's JVM, even when that is killed.
 */
public final class PortalProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final Path data;
    private final int port;
    private final List<String> settings;
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;

    private PortalProcess(Path data, int port, List<String> settings) {
        this.data = data;
        this.port = port;
        this.settings = List.copyOf(settings);
        this.process = launch();
    }

    /**
     * Starts a portal with empty data and waits until it is alive.
     *
     * @param settings Spring properties, for example {@code mullion.local-host=unix:///…}
     */
    public static PortalProcess start(String... settings) {
        PortalJar.find(); // fails before anything is left behind
        try {
            Path data = Files.createTempDirectory("mullion-portal-");
            PortalProcess portal = new PortalProcess(data, freePort(), List.of(settings));
            portal.awaitAlive();
            return portal;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not prepare a portal", e);
        }
    }

    /** {@code http://127.0.0.1:port}, without a slash at the end. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What the first person needs to create the administrator; gone after that. */
    public String setupSecret() {
        try {
            return Files.readString(setupSecretFile()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The portal made no set-up secret", e);
        }
    }

    /** The file that holds it while there is no account. */
    public Path setupSecretFile() {
        return data.resolve("setup-secret");
    }

    /** What guarded engines are given, to know what this portal admitted. */
    public Path admissionKeyFile() {
        return data.resolve("admission-key.pub");
    }

    /** Everything the portal wrote, over all its restarts. */
    public String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it with signal 9, as a power cut would. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Stops it in order. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    /** Starts it again on the data it left and the same port, and waits until it is alive. */
    public void startAgain() {
        if (process.isAlive()) {
            throw new IllegalStateException("The portal still runs");
        }
        process = launch();
        awaitAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd();
        try (Stream<Path> tree = Files.walk(data)) {
            for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not remove " + data, e);
        }
    }

    private Process launch() {
        List<String> command = new ArrayList<>();
        // the portal must not outlive a test run that was killed
        command.addAll(List.of("setpriv", "--pdeathsig", "KILL"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-jar", PortalJar.find().toString()));
        command.addAll(List.of("--server.address=127.0.0.1", "--server.port=" + port));
        command.add("--mullion.data-dir=" + data);
        settings.forEach(setting -> command.add("--" + setting));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start the portal", e);
        }
    }

    private Path logFile() {
        return data.resolve("portal.log");
    }

    private void awaitAlive() {
        try {
            await("the portal's health probe")
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> !process.isAlive() || isAlive());
        } catch (RuntimeException e) {
            String log = log();
            close();
            throw new IllegalStateException("The portal does not answer; it wrote:\n" + log, e);
        }
        if (!process.isAlive()) {
            String log = log();
            close();
            throw new IllegalStateException("The portal ended at once; it wrote:\n" + log);
        }
    }

    private boolean isAlive() throws InterruptedException {
        HttpRequest ask = HttpRequest.newBuilder(address().resolve("/health")).build();
        try {
            return http.send(ask, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("The portal did not end; it wrote:\n" + log());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
