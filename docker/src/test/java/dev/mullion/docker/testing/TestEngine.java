package dev.mullion.docker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A real container engine that belongs to one test class. It runs in network, mount and process
 * namespaces of its own, keeps its data in memory, and answers on a unix socket in a private
 * folder; several can run side by side on one machine. It has no way out to any other network.
 *
 * <pre>{@code
 * try (TestEngine engine = TestDockerEngine.start()) {
 *     engine.importBusybox("busybox:1");
 *     engine.docker("run", "-d", "--name", "sleeper", "busybox:1", "sleep", "600");
 *     DockerClient client = DockerClient.open(HostAddress.of(engine.address()), settings);
 * }
 * }</pre>
 *
 * Containers may publish ports: they are taken inside the engine's own network, and {@link
 * #onNetwork} reaches them.
 */
public abstract class TestEngine implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);

    private final String program;
    private final Sandbox sandbox;
    private final Path socket;
    private final List<String> more = new ArrayList<>();
    private @Nullable Process entered;
    private @Nullable ProcessHandle daemon;

    /**
     * Makes the place for an engine, which runs after {@link #launch}.
     *
     * @param program its name, for messages and for its log's name
     * @param sandbox where it runs; closed with it
     */
    protected TestEngine(String program, Sandbox sandbox) {
        Programs.find("docker");
        this.program = program;
        this.sandbox = sandbox;
        this.socket = sandbox.folder().resolve("docker.sock");
    }

    /**
     * The engine's command line.
     *
     * @param sandbox where it runs
     * @param address the unix socket it shall answer on
     */
    protected abstract List<String> command(Sandbox sandbox, Path address) throws IOException;

    /**
     * Starts the engine for the first time and waits until it answers; closes all if it doesn't.
     */
    protected final void launch() {
        try {
            Files.createDirectory(sandbox.folder().resolve("cli"));
            run();
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("The test engine did not start", e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Where it answers: {@code unix:///tmp/mullion-t-…/docker.sock}. */
    public String address() {
        return "unix://" + socket;
    }

    /** The socket's path, for clients that want a path. */
    public Path socket() {
        return socket;
    }

    /** A private folder of this engine, removed on {@link #close()}; its log is in there. */
    public Path folder() {
        return sandbox.folder();
    }

    /** What the engine has written so far. */
    public String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes an image with busybox, all its commands below /bin, and {@code sh} as its command.
     *
     * @param tag for example {@code busybox:1} or {@code 127.0.0.1:5000/team/tool:2}
     * @param changes Dockerfile instructions, for example {@code LABEL owner=me}
     * @return the image's id, {@code sha256:…}
     */
    public String importBusybox(String tag, String... changes) {
        return importImage(tag, 0, changes);
    }

    /**
     * Makes an image like {@link #importBusybox} whose one layer also holds a file of random bytes,
     * which no compression makes smaller: the way to a pull that takes its time.
     */
    public String importImage(String tag, int ballastBytes, String... changes) {
        try {
            Path root = Files.createTempDirectory(sandbox.folder(), "image-");
            BusyboxImage.lay(root, ballastBytes);
            String id = load(root, tag, changes);
            Sandbox.deleteTree(root);
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not make the image " + tag, e);
        }
    }

    private String load(Path root, String tag, String... changes) throws IOException {
        List<String> load = cli("import", "--change", "CMD [\"sh\"]");
        for (String change : changes) {
            load.addAll(List.of("--change", change));
        }
        load.addAll(List.of("-", tag));
        ProcessBuilder pack =
                new ProcessBuilder(Programs.find("tar"), "-C", root.toString(), "-c", ".");
        Process last =
                ProcessBuilder.startPipeline(List.of(pack, new ProcessBuilder(load))).getLast();
        Programs.Outcome outcome = Programs.finish(last, load, COMMAND_LIMIT);
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException("docker import failed: " + outcome.errors());
        }
        return outcome.output().strip();
    }

    /**
     * Runs the real docker command line against this engine and gives its output without the last
     * line break; fails with the command's own words when it fails.
     */
    public String docker(String... arguments) {
        return dockerWith(Map.of(), arguments);
    }

    /** Like {@link #docker}, with something more in its environment. */
    public String dockerWith(Map<String, String> environment, String... arguments) {
        return Programs.run(environment, cli(arguments), COMMAND_LIMIT).stripTrailing();
    }

    /**
     * Runs something on a thread whose new sockets belong to the engine's network, for example to
     * reach a published port on 127.0.0.1. The result must not be null.
     */
    public <T> T onNetwork(java.util.concurrent.Callable<T> action) {
        return sandbox.onNetwork(action);
    }

    /** Kills the engine with signal 9: the host is gone in the middle of it all. */
    public void kill() {
        daemon().destroyForcibly();
        awaitEnd();
    }

    /** Stops the engine in order when it runs, and starts it on the same data. */
    public void restart() {
        if (daemon().isAlive()) {
            daemon().destroy();
            awaitEnd();
        }
        try {
            run();
        } catch (IOException e) {
            throw new UncheckedIOException("The test engine did not start again", e);
        }
    }

    /** Starts it, which isn't running now, and kills it with signal 9 while it starts. */
    public void startAndKill(Duration after) {
        try {
            Process started = spawn();
            LockSupport.parkNanos(after.toNanos());
            started.children().forEach(ProcessHandle::destroyForcibly);
            entered = started;
            awaitEnd();
        } catch (IOException e) {
            throw new UncheckedIOException("The test engine did not start", e);
        }
    }

    /**
     * Restarts it with more options, for example for TLS and a port beside the socket; a port is
     * one of its own network.
     */
    public void restartWith(String... options) {
        more.addAll(List.of(options));
        restart();
    }

    /** Ends everything that runs here and removes what it left; containers are killed. */
    @Override
    public void close() {
        sandbox.close();
    }

    /** The engine's process, as the machine sees it. */
    public final ProcessHandle daemon() {
        return Objects.requireNonNull(daemon, "the engine wasn't started");
    }

    /** Where the engine runs. */
    public final Sandbox sandbox() {
        return sandbox;
    }

    private void run() throws IOException {
        Process started = spawn();
        entered = started;
        daemon = awaitAnswer(started);
    }

    private Process spawn() throws IOException {
        Files.deleteIfExists(socket);
        List<String> command = new ArrayList<>(command(sandbox, socket));
        command.addAll(more);
        ProcessBuilder builder = new ProcessBuilder(sandbox.inside(command));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
        return builder.start();
    }

    private ProcessHandle awaitAnswer(Process entered) throws IOException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!answers()) {
            if (!entered.isAlive() || System.nanoTime() > end) {
                throw new IOException(program + " does not answer; it wrote:\n" + log());
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        return entered.children()
                .findFirst()
                .orElseThrow(() -> new IOException(program + " has ended; it wrote:\n" + log()));
    }

    private boolean answers() {
        ByteBuffer ask =
                StandardCharsets.US_ASCII.encode(
                        "GET /_ping HTTP/1.0\r\nHost: engine\r\nConnection: close\r\n\r\n");
        ByteBuffer answer = ByteBuffer.allocate(64);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ask);
            channel.read(answer);
            return StandardCharsets.US_ASCII.decode(answer.flip()).toString().contains(" 200 ");
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private void awaitEnd() {
        try {
            if (!Objects.requireNonNull(entered)
                    .waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(program + " does not end; it wrote:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the engine to end", e);
        }
    }

    /** The command line of docker with these arguments, for who starts it himself. */
    public List<String> cli(String... arguments) {
        List<String> command = new ArrayList<>();
        // --config: credentials and contexts of whoever runs the tests stay out of it
        command.addAll(List.of(Programs.find("docker"), "--config", sandbox.folder() + "/cli"));
        command.addAll(List.of("--host", address()));
        command.addAll(List.of(arguments));
        return command;
    }

    private Path logFile() {
        return sandbox.folder().resolve(program + ".log");
    }
}
