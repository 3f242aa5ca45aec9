package dev.mullion.docker.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A real Docker Engine: Debian's dockerd, with a containerd it starts by itself, and overlay2.
 *
 * <p>Needs root and Debian's docker.io, iproute2, util-linux and busybox-static; what is missing is
 * named by the exception of {@link #start()}.
 */
public final class TestDockerEngine extends TestEngine {

    private static final long DISK_BYTES = 1L << 30;

    private TestDockerEngine(Sandbox sandbox) {
        super("dockerd", sandbox);
    }

    /**
     * Starts an engine with room for one GiB of images and containers, and waits until it answers.
     */
    public static TestDockerEngine start() {
        return start(DISK_BYTES);
    }

    /**
     * Starts an engine whose whole storage is a file system of the given size, so that a test can
     * fill it; an empty engine takes less than one MiB.
     */
    public static TestDockerEngine start(long diskBytes) {
        return start(Sandbox.open(diskBytes));
    }

    /** Starts an engine in a sandbox, which is closed with it. */
    public static TestDockerEngine start(Sandbox sandbox) {
        TestDockerEngine engine = new TestDockerEngine(sandbox);
        engine.launch();
        return engine;
    }

    @Override
    protected List<String> command(Sandbox sandbox, Path address) throws IOException {
        Path folder = sandbox.folder();
        Path configuration = Files.writeString(folder.resolve("daemon.json"), "{}");
        // a killed engine leaves its pid file, whose number means another process now
        Files.deleteIfExists(folder.resolve("docker.pid"));
        return List.of(
                Programs.find("dockerd"),
                "--config-file=" + configuration,
                "--host=unix://" + address,
                "--pidfile=" + folder.resolve("docker.pid"),
                "--data-root=" + sandbox.disk().resolve("docker"),
                "--exec-root=" + folder.resolve("exec"),
                "--cgroup-parent=" + sandbox.controlGroup(),
                // a layer that fails is asked for once, not five times with growing pauses
                "--max-download-attempts=1");
    }
}
