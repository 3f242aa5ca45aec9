package dev.mullion.docker.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The shared test parts are tested too: a fixture that lies makes every other test lie. */
@TestInstance(Lifecycle.PER_CLASS)
class TestDockerEngineTest {

    private final TestDockerEngine engine = TestDockerEngine.start();

    @BeforeAll
    void image() {
        engine.importBusybox("busybox:1", "LABEL made-by=tests");
    }

    @AfterAll
    void close() {
        engine.close();
    }

    @Test
    void runsContainersOnOverlay2() {
        assertThat(engine.docker("run", "--rm", "busybox:1", "echo", "hello")).isEqualTo("hello");
        assertThat(engine.docker("info", "--format", "{{.Driver}}")).isEqualTo("overlay2");
    }

    @Test
    void publishedPortIsReachedInsideTheEnginesNetworkOnly() {
        engine.docker(
                "run",
                "-d",
                "-p",
                "127.0.0.1:8099:80",
                "busybox:1",
                "nc",
                "-ll",
                "-p",
                "80",
                "-e",
                "echo",
                "hi");
        String word = "";
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (word.isEmpty() && System.nanoTime() < end) { // the port is open before nc listens
            word = engine.onNetwork(TestDockerEngineTest::firstTwoLetters);
        }
        assertThat(word).isEqualTo("hi");
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), 8099).close())
                .hasMessageContaining("refused");
    }

    private static String firstTwoLetters() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), 8099)) {
            return new String(socket.getInputStream().readNBytes(2), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // docker's proxy resets what nc does not take yet
        }
    }

    @Test
    void killedEngineComesBackWithItsImages() {
        engine.docker("create", "--name", "kept", "busybox:1");
        engine.kill();
        assertThatThrownBy(() -> engine.docker("version")).hasMessageContaining("daemon running");
        engine.restart();
        assertThat(engine.docker("ps", "-a", "--format", "{{.Names}}")).contains("kept");
    }

    @Test
    void twoEnginesRunSideBySideAndTakeTheirFoldersAlong() {
        Path folder;
        try (TestDockerEngine second = TestDockerEngine.start()) {
            folder = second.folder();
            assertThat(second.docker("images", "-q")).isEmpty();
            assertThat(engine.docker("images", "-q")).isNotEmpty();
            assertThat(second.docker("info", "--format", "{{.ID}}"))
                    .isNotEqualTo(engine.docker("info", "--format", "{{.ID}}"));
        }
        assertThat(folder).doesNotExist();
        assertThat(Path.of("/sys/fs/cgroup/memory", folder.getFileName().toString()))
                .doesNotExist();
    }

    @Test
    void smallDiskFillsUp() {
        try (TestDockerEngine small = TestDockerEngine.start(8 << 20)) {
            assertThatThrownBy(() -> small.importImage("big:1", 16 << 20))
                    .hasMessageContaining("no space left");
        }
    }

    @Test
    void abandonedFolderIsRemovedAndForeignOneIsNot() throws Exception {
        Path abandoned = Files.createTempDirectory(Path.of("/tmp"), "mullion-t-");
        Files.writeString(abandoned.resolve("owner"), "999999999 2020-01-01T00:00:00Z");
        Path foreign = Files.createTempDirectory(Path.of("/tmp"), "mullion-t-");
        try (TestDockerEngine any = TestDockerEngine.start()) {
            assertThat(any.folder()).exists();
            assertThat(abandoned).doesNotExist();
            assertThat(foreign).exists();
        } finally {
            Files.delete(foreign);
        }
    }

    @Test
    void registryKeepsWhatWasPushedAndTheEngineForgotIt() {
        try (TestRegistry registry = TestRegistry.start(engine)) {
            String reference = registry.publishBusybox("team/tool:1");
            assertThat(engine.docker("images", "-q", reference)).isEmpty();
            assertThat(engine.docker("pull", reference)).contains("Downloaded newer image");
        }
    }

    @Test
    void protectedRegistryRefusesStrangers() {
        try (TestRegistry registry = TestRegistry.startProtected(engine)) {
            String reference = registry.publishBusybox("team/secret:1");
            assertThat(engine.docker("pull", reference)).contains("Downloaded newer image");
            engine.docker("logout", registry.address());
            engine.docker("rmi", reference);
            assertThatThrownBy(() -> engine.docker("pull", reference))
                    .hasMessageContaining("no basic auth credentials");
        }
    }

    @Test
    void proxyHoldsCutsAndCorrupts() throws Exception {
        try (TestRegistry registry = TestRegistry.start(engine);
                RegistryProxy proxy = RegistryProxy.before(registry)) {
            registry.publishImage("team/large:1", 4 << 20);
            String reference = proxy.reference("team/large:1");

            proxy.cutAfter(100_000);
            assertThatThrownBy(() -> engine.docker("pull", reference)).hasMessageContaining("EOF");

            proxy.release();
            proxy.corruptAfter(100_000);
            assertThatThrownBy(() -> engine.docker("pull", reference))
                    .hasMessageContaining("verification failed");

            proxy.release();
            proxy.holdAfter(1 << 20);
            CompletableFuture<String> pull =
                    CompletableFuture.supplyAsync(() -> engine.docker("pull", reference));
            proxy.awaitHold(Duration.ofSeconds(20));
            assertThat(pull).isNotDone();
            proxy.release();
            assertThat(pull.get(20, TimeUnit.SECONDS)).contains("Downloaded newer image");
        }
    }
}
