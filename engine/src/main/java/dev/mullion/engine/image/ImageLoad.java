package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.archive.ArchiveLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes in the images of an archive that this engine, Docker or an OCI tool has written. */
final class ImageLoad {

    private final ImageStore store;
    private final LayerIntake intake;
    private final ManifestChecks checks;
    private final ArchiveLimits limits;
    private final ImageEvents events;
    private final HostSystem host;

    ImageLoad(
            ImageStore store,
            LayerIntake intake,
            ManifestChecks checks,
            ArchiveLimits limits,
            ImageEvents events,
            HostSystem host) {
        this.store = store;
        this.intake = intake;
        this.checks = checks;
        this.limits = limits;
        this.events = events;
        this.host = host;
    }

    /**
     * Loads.
     *
     * @param archive read to its end
     * @param quiet whether to tell only what was loaded
     * @param lines is told how it goes
     */
    void run(InputStream archive, boolean quiet, Consumer<ProgressLine> lines) throws IOException {
        try (Lease lease = store.lease()) {
            SavedArchive saved = SavedArchive.read(archive, intake, limits, lease);
            for (SavedArchive.Found found : saved.images(host)) {
                load(found, quiet, lease, lines);
            }
        }
    }

    private void load(
            SavedArchive.Found found, boolean quiet, Lease lease, Consumer<ProgressLine> lines)
            throws IOException {
        Digest id = ContentStore.digestOf(found.config());
        byte[] document = found.manifest() != null ? found.manifest() : manifest(found, id);
        ImageManifest manifest = checks.manifest(document);
        ImageConfig config = checks.config(found.config(), manifest);
        List<Digest> diffIds = config.rootfs().diffIds();
        lease.keepLayers(diffIds);
        List<List<Digest>> chains = Chains.prefixes(diffIds);
        for (int i = 0; i < chains.size(); i++) {
            LayerIntake.Taken layer = found.layers().get(i);
            if (!layer.diffId().equals(diffIds.get(i))) {
                throw EngineProblem.invalid(
                        "invalid diffID for layer %d: expected \"%s\", got \"%s\""
                                .formatted(i, diffIds.get(i), layer.diffId()));
            }
            if (!store.layers().has(chains.get(i))) {
                store.unpack(layer.blob().digest(), chains.get(i));
                if (!quiet) {
                    long bytes = layer.blob().size();
                    lines.accept(
                            ProgressLine.measure(
                                    layer.diffId().shortened(), "Loading layer", bytes, bytes));
                }
            }
        }
        lease.put(found.config());
        Digest digest = lease.put(document);
        String mediaType =
                manifest.mediaType() == null ? MediaTypes.OCI_MANIFEST : manifest.mediaType();
        KnownImage image = store.add(Descriptor.of(mediaType, digest, document.length));
        events.happened("load", image);
        name(image, found.names(), lines);
    }

    private void name(KnownImage image, List<ImageReference> names, Consumer<ProgressLine> lines)
            throws IOException {
        if (names.isEmpty()) {
            lines.accept(ProgressLine.text("Loaded image ID: " + image.id() + "\n"));
        }
        for (ImageReference name : names) {
            Optional<Digest> before = store.name(name, image);
            before.ifPresent(old ->
                    lines.accept(
                            ProgressLine.text(
                                    ("The image %s already exists, renaming the old one with ID"
                                                    + " %s to empty string\n")
                                            .formatted(name.familiar(), old))));
            lines.accept(ProgressLine.text("Loaded image: " + name.familiar() + "\n"));
        }
    }

    private static byte[] manifest(SavedArchive.Found found, Digest id) {
        return ImageManifest.docker(
                        Descriptor.of(MediaTypes.DOCKER_CONFIG, id, found.config().length),
                        found.layers().stream().map(LayerIntake.Taken::blob).toList())
                .bytes();
    }
}
