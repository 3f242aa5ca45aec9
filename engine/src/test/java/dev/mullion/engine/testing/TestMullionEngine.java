package dev.mullion.engine.testing;

import dev.mullion.docker.testing.Programs;
import dev.mullion.docker.testing.Sandbox;
import dev.mullion.docker.testing.TestEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Mullion's own engine as a process of its own, with real containers in a sandbox.
 *
 * <p>Needs root and Debian's crun, conmon, nftables, iproute2, docker.io (for the command line),
 * util-linux and busybox-static.
 */
public final class TestMullionEngine extends TestEngine {

    private static final long DISK_BYTES = 1L << 30;

    private final List<String> options;

    private TestMullionEngine(Sandbox sandbox, List<String> options) {
        super("mullion-engine", sandbox);
        this.options = options;
        sandbox.removesControlGroup("mullion/" + instance());
    }

    /** What the engine's control groups are named by: beginning of the hash of its data's place. */
    private String instance() {
        try {
            byte[] place = data().toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(place), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /**
     * Starts an engine with room for one GiB of images and containers, and waits until it answers.
     *
     * @param options more flags, for example {@code --allow=privileged}
     */
    public static TestMullionEngine start(String... options) {
        return start(DISK_BYTES, options);
    }

    /** Starts an engine whose whole storage is a file system of the given size. */
    public static TestMullionEngine start(long diskBytes, String... options) {
        return start(Sandbox.open(diskBytes), options);
    }

    /** Starts an engine in a sandbox, which is closed with it. */
    public static TestMullionEngine start(Sandbox sandbox, String... options) {
        TestMullionEngine engine = new TestMullionEngine(sandbox, List.of(options));
        engine.launch();
        return engine;
    }

    /** Where it keeps images, containers and volumes, as seen inside the sandbox. */
    public Path data() {
        return sandbox().disk().resolve("data");
    }

    @Override
    protected List<String> command(Sandbox sandbox, Path address) throws IOException {
        Programs.find("crun");
        Programs.find("conmon");
        Programs.find("nft");
        List<String> command = new ArrayList<>(program());
        command.add("--data=" + sandbox.disk().resolve("data"));
        command.add("--socket=" + address);
        command.addAll(options);
        return command;
    }

    /** The classes of this build inside the engine's own module, what is installed elsewhere. */
    private static List<String> program() {
        String java = ProcessHandle.current().info().command().orElse("java");
        if (Files.exists(Path.of("target/classes/dev/mullion/engine/EngineMain.class"))) {
            return List.of(
                    java,
                    "-XX:+UseSerialGC",
                    "-XX:-UsePerfData",
                    "-Xmx96m",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.mullion.engine.EngineMain");
        }
        return List.of(
                Programs.find("env"),
                "JAVA_HOME=" + System.getProperty("java.home"),
                "/bin/sh",
                installed().resolve("mullion-engine").toString());
    }

    /**
     * The folder of the packaged engine, as it is installed on hosts.
     *
     * @throws IllegalStateException if it wasn't packaged
     */
    public static Path installed() {
        Path folder = Path.of("../engine/target/engine").toAbsolutePath().normalize();
        if (!Files.exists(folder.resolve("mullion-program.jar"))) {
            throw new IllegalStateException(
                    "This test needs the built engine in %s: ./mvnw -DskipTests package"
                            .formatted(folder));
        }
        return folder;
    }
}
