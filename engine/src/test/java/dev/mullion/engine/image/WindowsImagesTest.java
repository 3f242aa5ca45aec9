package dev.mullion.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.ImageReference;
import dev.mullion.docker.OsVersion;
import dev.mullion.docker.Platform;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarEntry.Kind;
import dev.mullion.engine.archive.TarEntry.Time;
import dev.mullion.engine.archive.TarWriter;
import dev.mullion.engine.event.Events;
import dev.mullion.engine.hcs.emulated.EmulatedImages;
import dev.mullion.engine.hcs.layer.WindowsLayers;
import dev.mullion.engine.registry.RegistryClient;
import dev.mullion.engine.registry.RegistrySettings;
import dev.mullion.engine.state.FolderTree;
import dev.mullion.engine.testing.Await;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.EmulatedHost;
import dev.mullion.hcs.emulator.EmulatedWindows;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.emulator.VirtualClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images of Windows on an emulated host, from a registry with whatever a test wants in it. */
class WindowsImagesTest {

    private static final OsVersion HOST = OsVersion.of("10.0.20348.2700");

    private final BlobServer registry;
    private final ExecutorService pulls = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private Path folder;
    private EmulatedHost machine;
    private Client client;
    private WindowsLayers layers;
    private RegistryClient registries;
    private Images images;

    WindowsImagesTest() throws IOException {
        registry = new BlobServer();
    }

    @BeforeEach
    void open() throws IOException {
        folder = Files.createTempDirectory(Path.of("/tmp"), "mullion-images-");
        machine =
                EmulatedHost.open(
                        EmulatedWindows.of(HOST.toString()),
                        folder.resolve("machine"),
                        new VirtualClock(Instant.parse("2026-01-01T00:00:00Z")));
        client = machine.connect();
        layers =
                new WindowsLayers(
                        folder.resolve("layers"),
                        new NativeCalls(client),
                        ImageHost.LIMITS,
                        duration -> {});
        layers.recover(Set.of(), Set.of());
        registries =
                new RegistryClient(
                        RegistrySettings.of(List.of(), List.of(), Path.of("/nonexistent"), Map.of())
                                .withTimes(
                                        Duration.ofSeconds(2),
                                        Duration.ofSeconds(20),
                                        Duration.ofMillis(5)));
        images =
                new Images(
                        folder,
                        layers,
                        registries,
                        new Events(Clock.systemUTC()),
                        Clock.systemUTC(),
                        ImageHost.LIMITS,
                        new HostSystem(Platform.of("windows/amd64"), HOST),
                        3);
        images.usedBy(new ImageHost.Uses());
    }

    @AfterEach
    void close() throws IOException {
        registry.close();
        pulls.close();
        registries.close();
        client.close();
        assertThat(machine.ledger().outstanding()).isEmpty();
        machine.close();
        FolderTree.remove(folder);
    }

    private static byte[] tar(String content) throws IOException {
        var out = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(out);
        Time time = new Time(1_700_000_000, 0);
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        tar.add(TarEntry.of(Kind.FOLDER, "Files", "", 0755, 0, time, time, Map.of()));
        tar.add(
                TarEntry.of(Kind.FILE, "Files/a.txt", "", 0644, bytes.length, time, time, Map.of()),
                new ByteArrayInputStream(bytes));
        tar.finish();
        return out.toByteArray();
    }

    private void pull(String name) throws IOException {
        pull(name, new CompletableFuture<>());
    }

    private void pull(String name, CompletableFuture<?> gone) throws IOException {
        images.pull(ImageReference.of(name), null, null, line -> lines.add(line.toString()), gone);
    }

    private Future<?> pulling(String name, CompletableFuture<?> gone) {
        Callable<String> pull =
                () -> {
                    pull(name, gone);
                    return name;
                };
        return pulls.submit(pull);
    }

    private void awaitAsked(BlobServer.Layer layer) {
        Await.until(
                "the blob is asked for",
                () -> registry.asked().contains("/v2/base/blobs/" + layer.blob()));
    }

    @Test
    void upperLayersAreDownloadedWhileTheyWaitForTheirBase() throws Exception {
        BlobServer.Layer base = registry.layer(tar("base"));
        BlobServer.Layer upper = registry.layer(tar("upper"));
        CountDownLatch held = registry.hold(base);
        Future<?> pull =
                pulling(
                        registry.image("two", "10.0.20348.1", base, upper),
                        new CompletableFuture<>());
        Await.until(
                "the upper layer is here",
                () ->
                        lines.stream()
                                .anyMatch(line ->
                                        line.contains(upper.blob().shortened())
                                                && line.contains("Download complete")));
        assertThat(layers.has(List.of(base.diffId(), upper.diffId()))).isFalse();
        held.countDown();
        pull.get(30, TimeUnit.SECONDS);
        assertThat(layers.has(List.of(base.diffId(), upper.diffId()))).isTrue();
        assertThat(images.inspect(registry.address() + "/base:two").osVersion())
                .isEqualTo("10.0.20348.1");
    }

    @Test
    void pullsThatShareLayersDontWaitForEachOtherForever() throws Exception {
        BlobServer.Layer base = registry.layer(tar("base"));
        BlobServer.Layer middle = registry.layer(tar("middle"));
        CountDownLatch held = registry.hold(base);
        Future<?> one =
                pulling(
                        registry.image(
                                "one", "10.0.20348.1", base, middle, registry.layer(tar("one"))),
                        new CompletableFuture<>());
        Future<?> two =
                pulling(
                        registry.image(
                                "two",
                                "10.0.20348.1",
                                base,
                                middle,
                                registry.layer(tar("two")),
                                registry.layer(tar("three"))),
                        new CompletableFuture<>());
        awaitAsked(base);
        held.countDown();
        one.get(30, TimeUnit.SECONDS);
        two.get(30, TimeUnit.SECONDS);
        assertThat(images.count()).isEqualTo(2);
    }

    @Test
    void whoeverStaysGetsTheImageWhenTheOtherOneGoes() throws Exception {
        BlobServer.Layer base = registry.layer(tar("base"));
        BlobServer.Layer middle = registry.layer(tar("middle"));
        CountDownLatch held = registry.hold(base);
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        Future<?> leaving = pulling(registry.image("one", "10.0.20348.1", base, middle), gone);
        awaitAsked(base);
        Future<?> staying =
                pulling(
                        registry.image(
                                "two", "10.0.20348.1", base, middle, registry.layer(tar("two"))),
                        new CompletableFuture<>());
        Await.until(
                "the second pull has joined",
                () ->
                        lines.stream().filter(line -> line.contains("Pulling fs layer")).count()
                                == 5);
        gone.complete(true);
        assertThatThrownBy(() -> leaving.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class);
        held.countDown();
        staying.get(30, TimeUnit.SECONDS);
        assertThat(images.count()).isEqualTo(1);
    }

    @Test
    void aLayerThatAVirusScannerHeldIsUnpackedOnceMore() throws IOException {
        machine.faults().next(Fault.IMPORT_ACCESS_DENIED, 1);
        pull(registry.image("held", "10.0.20348.1", registry.layer(tar("base"))));
        assertThat(machine.faults().met(Fault.IMPORT_ACCESS_DENIED)).isEqualTo(1);
        machine.faults().next(Fault.IMPORT_ACCESS_DENIED, 2);
        String still = registry.image("still", "10.0.20348.1", registry.layer(tar("other")));
        assertThatThrownBy(() -> pull(still)).hasMessageContaining("virus scanner");
    }

    @Test
    void theHostsOwnBuildIsChosenAndElseTheNewestBeforeIt() throws IOException {
        Map<String, BlobServer.Layer> versions = new LinkedHashMap<>();
        versions.put("10.0.26100.2161", registry.layer(tar("2025")));
        versions.put("10.0.17763.6532", registry.layer(tar("2019")));
        versions.put("10.0.20348.9", registry.layer(tar("2022")));
        pull(registry.index("all", versions));
        assertThat(images.inspect(registry.address() + "/base:all").osVersion())
                .isEqualTo("10.0.20348.9");
        versions.remove("10.0.20348.9");
        pull(registry.index("old", versions));
        assertThat(images.inspect(registry.address() + "/base:old").osVersion())
                .isEqualTo("10.0.17763.6532");
    }

    @Test
    void whatIsNewerThanTheHostIsRefusedBeforeAnyLayerIsFetched() throws IOException {
        BlobServer.Layer layer = registry.layer(tar("2025"));
        String index = registry.index("new", Map.of("10.0.26100.2161", layer));
        assertThatThrownBy(() -> pull(index))
                .isInstanceOf(EngineProblem.class)
                .hasMessageContaining("no matching manifest for windows/amd64 10.0.20348.2700")
                .hasMessageContaining("10.0.26100.2161");
        String single = registry.image("single", "10.0.26100.2161", layer);
        assertThatThrownBy(() -> pull(single))
                .isInstanceOf(EngineProblem.class)
                .hasMessageContaining(
                        "a Windows version 10.0.26100.2161-based image is incompatible with a"
                                + " 10.0.20348.2700 host");
        assertThat(registry.asked()).noneMatch(path -> path.endsWith(layer.blob().toString()));
    }

    @Test
    void aForeignLayerComesFromTheFirstAddressThatHasIt() throws IOException {
        byte[] base = tar("base");
        String elsewhere = "http://" + registry.address() + "/elsewhere/";
        registry.redirect("/elsewhere/moved", elsewhere + "base");
        BlobServer.Layer layer =
                registry.foreign(
                        base,
                        BlobServer.gzip(base),
                        "file:///etc/passwd",
                        "ftp://127.0.0.1/base",
                        elsewhere + "missing",
                        elsewhere + "moved");
        pull(registry.image("foreign", "10.0.20348.1", layer));
        assertThat(layers.has(List.of(layer.diffId()))).isTrue();
        assertThat(registry.asked())
                .containsSubsequence(
                        "/v2/base/blobs/" + layer.blob(),
                        "/elsewhere/missing",
                        "/elsewhere/moved",
                        "/elsewhere/base");
    }

    @Test
    void aForeignLayerMustBeWhatTheManifestNames() throws IOException {
        byte[] base = tar("base");
        String elsewhere = "http://" + registry.address() + "/elsewhere/";
        byte[] other = BlobServer.gzip(base);
        other[other.length - 5] ^= 1;
        registry.redirect("/elsewhere/local", "file:///etc/passwd");
        String wrong =
                registry.image(
                        "wrong", "10.0.20348.1", registry.foreign(base, other, elsewhere + "base"));
        assertThatThrownBy(() -> pull(wrong)).hasMessageContaining("verification failed");
        String local =
                registry.image(
                        "local",
                        "10.0.20348.1",
                        registry.foreign(base, other, elsewhere + "local"));
        assertThatThrownBy(() -> pull(local)).hasMessageContaining("file: instead of http(s)://");
        assertThat(images.count()).isZero();
    }

    @Test
    void emulatedImagesAreLoadedWhereTheyAreMissing() throws IOException {
        EmulatedImages.loadMissing(
                name -> !name.startsWith("emulated/nano") && !name.endsWith("server:ltsc2025"),
                archive -> images.load(archive, true, line -> {}));
        assertThat(images.inspect("emulated/nanoserver:ltsc2022").osVersion())
                .isEqualTo("10.0.20348.2700");
        assertThat(images.require("emulated/server:ltsc2025").layers()).hasSize(2);
        EmulatedImages.loadMissing(
                name -> images.find(name).isPresent() || !name.startsWith("emulated/nano"),
                archive -> {
                    throw new AssertionError("It is here already");
                });
    }
}
