package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Platform;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.event.Events;
import dev.mullion.engine.runtime.LayerStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The images of this host. All methods block and are safe for many threads; what was changed is on
 * disk when they return.
 */
public final class Images {

    private final ImageStore store;
    private final ImageEvents events;
    private final Platform host;
    private final LayerIntake intake;

    /**
     * Opens what is there.
     *
     * @param data the engine's folder; no other engine may use it
     * @param layers where layers are unpacked
     * @param events is told what happens
     * @param limits what a layer may unpack to
     * @param host what runs here
     */
    public Images(
            Path data,
            LayerStore layers,
            Events events,
            Clock clock,
            ArchiveLimits limits,
            Platform host)
            throws IOException {
        this.store = new ImageStore(data, layers, clock);
        this.events = new ImageEvents(events);
        this.host = host;
        this.intake = new LayerIntake(store.content(), limits);
    }

    /**
     * Says which containers stand on images, and removes what nobody needs since the last time.
     * Until this was called nothing is removed.
     */
    public void usedBy(ImageUse containers) throws IOException {
        store.usedBy(containers);
        store.collect();
    }

    /**
     * Finds an image that must be here.
     *
     * @param nameOrId a name, a name with a digest, an id or the unique beginning of one
     * @throws EngineProblem 404 {@code No such image: …}; 400 if it can't be a name
     */
    public StoredImage require(String nameOrId) {
        return find(nameOrId).orElseThrow(() -> Names.missing(nameOrId));
    }

    /**
     * Finds an image.
     *
     * @param nameOrId a name, a name with a digest, an id or the unique beginning of one
     * @throws EngineProblem 400 if it can't be a name
     */
    public Optional<StoredImage> find(String nameOrId) {
        return Names.find(nameOrId, store.catalogue()).flatMap(store::known).map(this::view);
    }

    /**
     * Keeps an image's contents and layers until the lease is closed, even if the image is removed
     * meanwhile.
     *
     * @throws EngineProblem 404 if it has been removed already
     */
    public ImageLease lease(StoredImage image) {
        Lease lease = store.lease();
        KnownImage known = store.known(image.id()).orElse(null);
        if (known != null) {
            lease.keep(known);
        }
        if (known == null || store.known(image.id()).isEmpty()) {
            lease.close();
            throw Names.missing(image.id().toString());
        }
        return new ImageLease(lease::close);
    }

    /**
     * Makes an image of one layer from an archive of files ({@code docker import}).
     *
     * @param archive a tar, compressed or not; read to its end
     * @param name what it is called; null for no name
     * @param message a note
     * @param changes Dockerfile instructions that make its configuration
     * @param platform what it is made for; null for this host's
     * @throws EngineProblem 400 if the changes or the archive can't be read
     */
    public StoredImage importArchive(
            InputStream archive,
            @Nullable ImageReference name,
            String message,
            List<String> changes,
            @Nullable Platform platform)
            throws IOException {
        ContainerConfig config = ImageChanges.of(changes);
        try (Lease lease = store.lease()) {
            LayerIntake.Taken layer = intake.take(archive, lease);
            List<Digest> chain = List.of(layer.diffId());
            lease.keepLayers(chain);
            if (!store.layers().has(chain)) {
                store.unpack(layer.blob().digest(), chain);
            }
            byte[] document = imported(config, layer.diffId(), message, platform).bytes();
            Digest id = lease.put(document);
            byte[] manifest =
                    ImageManifest.docker(
                                    Descriptor.of(MediaTypes.DOCKER_CONFIG, id, document.length),
                                    List.of(layer.blob()))
                            .bytes();
            Digest digest = lease.put(manifest);
            KnownImage image =
                    store.add(Descriptor.of(MediaTypes.DOCKER_MANIFEST, digest, manifest.length));
            if (name != null) {
                store.name(name, id);
            }
            events.happened("import", image);
            return view(image);
        }
    }

    private ImageConfig imported(
            ContainerConfig config, Digest layer, String message, @Nullable Platform platform) {
        Instant now = store.clock().instant();
        Platform target = platform == null ? host : platform;
        return new ImageConfig(
                now,
                null,
                message,
                target.architecture(),
                target.variant().orElse(null),
                target.os(),
                null,
                null,
                config,
                new ImageConfig.Layers("layers", List.of(layer)),
                List.of(new ImageConfig.Step(now, null, null, message, null)));
    }

    private StoredImage view(KnownImage image) {
        ImageConfig config = image.config();
        return new StoredImage(
                image.id(),
                Names.tags(store.catalogue().namesOf(image.id())),
                image.layers(),
                config.config(),
                config.platform(),
                config.windowsVersion(),
                config.created() == null ? Instant.EPOCH : config.created(),
                image.bytes());
    }
}
