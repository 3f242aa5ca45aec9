package dev.mullion.docker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A real registry (Debian's docker-registry) on a free port of 127.0.0.1 inside the network of a
 * {@link TestEngine}. Only that engine can reach it, and without TLS, since engines let 127.0.0.0/8
 * do without.
 *
 * <pre>{@code
 * try (TestRegistry registry = TestRegistry.start(engine)) {
 *     String reference = registry.publishBusybox("team/tool:1"); // 127.0.0.1:…/team/tool:1
 *     client.images().pull(ImageReference.of(reference), null, null);
 * }
 * }</pre>
 *
 * <p>A {@link RegistryProxy} in front of it makes bad days.
 */
public final class TestRegistry implements AutoCloseable {

    /** Who a {@linkplain #startProtected protected} registry lets in. */
    public static final String USER = "tester";

    /** The password of {@link #USER}. */
    public static final String PASSWORD = "only for tests";

    private static final String PASSWORD_FILE =
            USER + ":$2a$04$HHzwFKrvHxBYGBFVBfcJju7Fs6I5LX5saqKW3k1YFzXzZh4h13j7a\n";

    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    private final TestEngine engine;
    private final Path folder;
    private final Path storage;
    private final int port;
    private final Process process;
    private final boolean signedIn;

    private TestRegistry(TestEngine engine, boolean signedIn) throws IOException {
        this.engine = engine;
        this.signedIn = signedIn;
        this.folder = Files.createTempDirectory(engine.folder(), "registry-");
        this.port = engine.onNetwork(TestRegistry::freePort);
        this.storage = engine.sandbox().disk().resolve(folder.getFileName());
        Path configuration = folder.resolve("registry.yml");
        Files.writeString(folder.resolve("passwords"), PASSWORD_FILE);
        Files.writeString(configuration, configuration(storage));
        List<String> command =
                List.of(Programs.find("docker-registry"), "serve", configuration.toString());
        ProcessBuilder builder = new ProcessBuilder(engine.sandbox().inside(command));
        builder.redirectErrorStream(true);
        builder.redirectOutput(folder.resolve("registry.log").toFile());
        this.process = builder.start();
        awaitAnswer();
        if (signedIn) {
            signIn(address());
        }
    }

    /** Starts a registry that lets everybody in. */
    public static TestRegistry start(TestEngine engine) {
        return start(engine, false);
    }

    /**
     * Starts a registry that asks for {@link #USER} and {@link #PASSWORD} (basic authentication).
     */
    public static TestRegistry startProtected(TestEngine engine) {
        return start(engine, true);
    }

    private static TestRegistry start(TestEngine engine, boolean signedIn) {
        try {
            return new TestRegistry(engine, signedIn);
        } catch (IOException e) {
            throw new UncheckedIOException("The test registry did not start", e);
        }
    }

    /** {@code 127.0.0.1:port}, good as the first part of an image reference. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** A full reference into this registry, {@code 127.0.0.1:port/team/tool:1}. */
    public String reference(String repositoryAndTag) {
        return address() + "/" + repositoryAndTag;
    }

    /**
     * Puts a small busybox image into the registry, by way of the engine, which then forgets it.
     *
     * @param repositoryAndTag for example {@code team/tool:1}
     * @return the full reference
     */
    public String publishBusybox(String repositoryAndTag, String... changes) {
        return publishImage(repositoryAndTag, 0, changes);
    }

    /** Like {@link #publishBusybox}, with so many incompressible bytes beside busybox's 2 MB. */
    public String publishImage(String repositoryAndTag, int ballastBytes, String... changes) {
        String reference = reference(repositoryAndTag);
        engine.importImage(reference, ballastBytes, changes);
        push(reference);
        engine.docker("rmi", reference);
        return reference;
    }

    /** Puts an image the engine has, tagged with a reference into this registry, into it. */
    public void push(String reference) {
        engine.docker("push", reference);
    }

    /** Where it keeps what was pushed, as seen inside the engine's sandbox. */
    public Path storage() {
        return storage;
    }

    /** What the registry has written so far. */
    public String log() {
        try {
            return Files.readString(folder.resolve("registry.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the registry; what it stored goes with the engine. */
    @Override
    public void close() {
        // the program is the child of the nsenter that brought it into the engine's namespaces
        process.children().forEach(ProcessHandle::destroyForcibly);
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    TestEngine engine() {
        return engine;
    }

    int port() {
        return port;
    }

    /** Makes the engine's command line (not the engine) know the password for an address. */
    private void signIn(String address) {
        engine.docker("login", "--username", USER, "--password", PASSWORD, address);
    }

    private String configuration(Path storage) {
        String open =
                """
                version: 0.1
                storage:
                  filesystem:
                    rootdirectory: %s
                  delete:
                    enabled: true
                http:
                  addr: 127.0.0.1:%d
                """
                        .formatted(storage, port);
        String door =
                """
                auth:
                  htpasswd:
                    realm: tests
                    path: %s
                """
                        .formatted(folder.resolve("passwords"));
        return signedIn ? open + door : open;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private void awaitAnswer() throws IOException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!engine.onNetwork(this::listens)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("The registry does not answer; it wrote:\n" + log());
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private boolean listens() {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException e) {
            return false; // not yet
        }
    }
}
