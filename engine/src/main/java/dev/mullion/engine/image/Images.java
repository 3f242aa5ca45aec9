package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Platform;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.DeletedImage;
import dev.mullion.docker.api.HistoryEntry;
import dev.mullion.docker.api.ImageDetails;
import dev.mullion.docker.api.ImageSummary;
import dev.mullion.docker.client.RegistryCredentials;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.event.Events;
import dev.mullion.engine.registry.RegistryClient;
import dev.mullion.engine.runtime.LayerStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The images of this host. All methods block and are safe for many threads; what was changed is on
 * disk when they return.
 */
public final class Images {

    private final ImageStore store;
    private final ImageEvents events;
    private final HostSystem host;
    private final LayerIntake intake;
    private final ImageListing listing;
    private final ImageRemoval removal;
    private final ManifestChecks checks;
    private final ArchiveLimits limits;
    private final RegistryClient registry;
    private final LayerWorks works = new LayerWorks();
    private final int downloads;

    /**
     * Opens what is there.
     *
     * @param data the engine's folder; no other engine may use it
     * @param layers where layers are unpacked
     * @param registry asked for what isn't here
     * @param events is told what happens
     * @param limits what a layer may unpack to
     * @param host what runs here
     * @param downloads layers fetched at once by one pull
     */
    public Images(
            Path data,
            LayerStore layers,
            RegistryClient registry,
            Events events,
            Clock clock,
            ArchiveLimits limits,
            HostSystem host,
            int downloads)
            throws IOException {
        this.store = new ImageStore(data, layers, clock);
        this.events = new ImageEvents(events);
        this.host = host;
        this.intake = new LayerIntake(store.content(), limits);
        this.listing = new ImageListing(store);
        this.removal = new ImageRemoval(store, this.events);
        this.checks = new ManifestChecks(limits, host.platform());
        this.limits = limits;
        this.registry = registry;
        this.downloads = downloads;
    }

    /**
     * Says which containers stand on images. Then what is missing of an image is unpacked again
     * where that is possible, and what nobody needs is removed. Until this was called nothing is
     * removed and no layer is looked at; the layers must have been recovered before.
     */
    public void usedBy(ImageUse containers) throws IOException {
        store.usedBy(containers);
        store.repair();
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
        if (store.kept(image.id(), lease).isEmpty()) {
            lease.close();
            throw Names.missing(image.id().toString());
        }
        return new ImageLease(lease::close);
    }

    /**
     * Lists every image with the number of containers that use it and the bytes it shares with
     * others.
     *
     * @return newest first
     */
    public List<ImageSummary> usage() {
        return listing.list(ImageQuery.ALL, true, false);
    }

    /** Bytes of all images' layers, each counted once. */
    public long layersBytes() {
        return listing.layersBytes();
    }

    /** How many images there are. */
    public int count() {
        return store.all().size();
    }

    List<ImageSummary> list(ImageQuery query, boolean shared, boolean oldClient) {
        return listing.list(query, shared, oldClient);
    }

    ImageDetails inspect(String nameOrId, boolean oldClient) {
        return listing.details(known(nameOrId), oldClient);
    }

    Instant now() {
        return store.clock().instant();
    }

    /**
     * Shows an image as Docker's API does.
     *
     * @throws EngineProblem 404 if there is none
     */
    public ImageDetails inspect(String nameOrId) {
        return inspect(nameOrId, false);
    }

    /**
     * Tells how an image was made, the last step first.
     *
     * @throws EngineProblem 404 if there is none
     */
    public List<HistoryEntry> history(String nameOrId) {
        return listing.history(known(nameOrId));
    }

    /**
     * Gives an image one more name; an image that had it before keeps only its others.
     *
     * @throws EngineProblem 404 if there is none
     */
    public void tag(String nameOrId, ImageReference name) throws IOException {
        KnownImage image;
        try (Lease lease = store.lease()) {
            image =
                    store.kept(known(nameOrId).id(), lease)
                            .orElseThrow(() -> Names.missing(nameOrId));
            store.name(name, image);
        }
        events.tagged(image, name);
    }

    /**
     * Removes a name; with the last name the image goes too. An id removes the image.
     *
     * @param force also if several repositories have it or stopped containers use it
     * @return what went
     * @throws EngineProblem 404, or 409 if something is in the way, in Docker's words
     */
    public List<DeletedImage> remove(String nameOrId, boolean force) throws IOException {
        return removal.remove(nameOrId, force);
    }

    ImagePrune.Pruned prune(
            boolean danglingOnly, @Nullable Instant until, Predicate<Map<String, String>> labels)
            throws IOException {
        return new ImagePrune(store, removal, events).prune(danglingOnly, until, labels);
    }

    /**
     * Pulls an image. Layers that are here or on their way already aren't fetched again.
     *
     * @param platform what it shall be made for; null for this host
     * @param credentials shown to the registry
     * @param lines is told how it goes, on the calling thread
     * @param gone ends the pull when it is completed, unless somebody else waits for a layer
     * @throws EngineProblem before the first line if the registry hasn't got it or refuses
     * @throws IOException if it broke on the way; what came so far is kept for the next attempt
     */
    public void pull(
            ImageReference name,
            @Nullable Platform platform,
            @Nullable RegistryCredentials credentials,
            Consumer<ProgressLine> lines,
            CompletableFuture<?> gone)
            throws IOException {
        ImagePull.Wanted wanted =
                new ImagePull.Wanted(name, platform, host, credentials, downloads);
        new ImagePull(store, works, registry, checks, events, wanted).run(lines, gone);
    }

    /**
     * Pushes an image to the registry that its name says.
     *
     * @param name with the tag to push
     * @param all every tag of that repository instead
     * @param credentials shown to the registry
     * @param lines is told how it goes, on the calling thread
     * @param gone ends the push when it is completed
     * @throws IOException if there is no such image or the registry doesn't take it
     */
    public void push(
            ImageReference name,
            boolean all,
            @Nullable RegistryCredentials credentials,
            Consumer<ProgressLine> lines,
            CompletableFuture<?> gone)
            throws IOException {
        new ImagePush(store, registry, events, credentials).run(name, all, lines, gone);
    }

    /** Chooses images to be written into an archive. */
    ImageSave save(List<String> asked) {
        return new ImageSave(store, events, asked);
    }

    /**
     * Writes images into an archive ({@code docker save}).
     *
     * @param asked names or ids; a name without a tag means all its tags
     * @throws EngineProblem 404 if one of them isn't here; then nothing was written
     */
    public void save(List<String> asked, OutputStream out) throws IOException {
        try (ImageSave save = save(asked)) {
            save.write(out);
        }
    }

    /**
     * Takes in the images of an archive ({@code docker load}).
     *
     * @param archive an OCI layout or what {@code docker save} wrote, compressed or not
     * @param quiet whether to tell only what was loaded
     * @param lines is told how it goes, on the calling thread
     * @throws EngineProblem 400 if the archive isn't what it should be
     */
    public void load(InputStream archive, boolean quiet, Consumer<ProgressLine> lines)
            throws IOException {
        new ImageLoad(store, intake, checks, limits, events, host).run(archive, quiet, lines);
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
                store.name(name, image);
            }
            events.happened("import", image);
            return view(image);
        }
    }

    private KnownImage known(String nameOrId) {
        return Names.find(nameOrId, store.catalogue())
                .flatMap(store::known)
                .orElseThrow(() -> Names.missing(nameOrId));
    }

    private ImageConfig imported(
            ContainerConfig config, Digest layer, String message, @Nullable Platform platform) {
        Instant now = store.clock().instant();
        Platform target = platform == null ? host.platform() : platform;
        return new ImageConfig(
                now,
                null,
                message,
                target.architecture(),
                target.variant().orElse(null),
                target.os(),
                null,
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
                store.bytes(image));
    }
}
