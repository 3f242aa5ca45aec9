package dev.mullion.engine.image;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Platform;
import dev.mullion.docker.api.EngineEvent;
import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.event.Events;
import dev.mullion.engine.linux.layer.OverlayLayers;
import dev.mullion.engine.registry.RegistryClient;
import dev.mullion.engine.registry.RegistrySettings;
import dev.mullion.engine.state.FolderTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The images of a host that has nothing else, on layers as they really are. */
final class ImageHost implements AutoCloseable {

    static final ArchiveLimits LIMITS = new ArchiveLimits(64 << 20, 10_000);

    private final Path folder;
    private final Events events = new Events(Clock.systemUTC());
    private final RegistryClient registry =
            new RegistryClient(
                    RegistrySettings.of(List.of(), List.of(), Path.of("/nonexistent"), Map.of())
                            .withTimes(
                                    Duration.ofSeconds(2),
                                    Duration.ofSeconds(10),
                                    Duration.ofMillis(5)));
    private final Uses uses = new Uses();
    private OverlayLayers layers;
    private Images images;

    ImageHost() throws IOException {
        this.folder = Files.createTempDirectory(Path.of("/tmp"), "mullion-images-");
        this.layers = openLayers();
        this.images = openImages();
    }

    /** Containers that exist only for the image store. */
    static final class Uses implements ImageUse {

        private final List<Use> all = new ArrayList<>();
        private final List<List<Digest>> layers = new ArrayList<>();
        private String image = "";

        void add(StoredImage of, char digit, boolean running) {
            image = of.id().toString();
            all.add(new Use(ContainerId.of(String.valueOf(digit).repeat(64)), running));
            layers.add(of.layers());
        }

        void clear() {
            all.clear();
            layers.clear();
        }

        @Override
        public List<Use> uses(Digest asked) {
            return asked.toString().equals(image) ? List.copyOf(all) : List.of();
        }

        @Override
        public Collection<List<Digest>> layers() {
            return List.copyOf(layers);
        }
    }

    Images images() {
        return images;
    }

    OverlayLayers layers() {
        return layers;
    }

    Uses uses() {
        return uses;
    }

    Path folder() {
        return folder;
    }

    /** As after the end of the engine, however it ended: what is on the disk is all there is. */
    void reopen() throws IOException {
        layers = openLayers();
        images = openImages();
    }

    StoredImage importFile(String name, String file, String content, String... changes) {
        try {
            return images.importArchive(
                    new ByteArrayInputStream(tar(Map.of(file, content))),
                    ImageReference.of(name),
                    "test",
                    List.of(changes),
                    null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] tar(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(content.length);
                entry.setModTime(0);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** What was told since the beginning, as {@code action name}. */
    List<String> told() throws InterruptedException {
        List<String> all = new ArrayList<>();
        try (Events.Subscription past = events.subscribe(Instant.EPOCH)) {
            for (EngineEvent event = past.poll(Duration.ZERO);
                    event != null;
                    event = past.poll(Duration.ZERO)) {
                all.add(event.action() + " " + event.actor().attributes().get("name"));
            }
        }
        return all;
    }

    /** How many contents are kept. */
    long blobs() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("blobs/sha256"))) {
            return all.count();
        }
    }

    /** Unfinished contents and their bytes. */
    List<Long> partial() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("ingest"))) {
            return all.map(part -> part.toFile().length()).toList();
        }
    }

    private OverlayLayers openLayers() throws IOException {
        OverlayLayers opened =
                new OverlayLayers(folder.resolve("layers"), folder.resolve("run"), LIMITS);
        opened.recover(Set.of(), Set.of());
        return opened;
    }

    private Images openImages() throws IOException {
        Images opened =
                new Images(
                        folder,
                        layers,
                        registry,
                        events,
                        Clock.systemUTC(),
                        LIMITS,
                        new HostSystem(Platform.of("linux/amd64"), null),
                        3);
        opened.usedBy(uses);
        return opened;
    }

    @Override
    public void close() throws IOException {
        registry.close();
        FolderTree.remove(folder);
    }
}
