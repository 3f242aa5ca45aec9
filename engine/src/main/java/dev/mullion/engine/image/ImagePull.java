package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Platform;
import dev.mullion.docker.client.RegistryCredentials;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.registry.BlobDownload;
import dev.mullion.engine.registry.Manifest;
import dev.mullion.engine.registry.RegistryClient;
import dev.mullion.engine.registry.RegistryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One image on its way from a registry: its manifest, its configuration, its layers side by side,
 * and when all of that is on the disk its name.
 */
final class ImagePull {

    private final ImageStore store;
    private final LayerWorks works;
    private final RegistryClient registry;
    private final ManifestChecks checks;
    private final ImageEvents events;
    private final Wanted wanted;
    private final Semaphore turns;

    /**
     * What to pull.
     *
     * @param name the image
     * @param platform what it shall be for; null for what runs here
     * @param host what runs here
     * @param credentials shown to the registry
     * @param downloads layers fetched at once
     */
    record Wanted(
            ImageReference name,
            @Nullable Platform platform,
            HostSystem host,
            @Nullable RegistryCredentials credentials,
            int downloads) {}

    ImagePull(
            ImageStore store,
            LayerWorks works,
            RegistryClient registry,
            ManifestChecks checks,
            ImageEvents events,
            Wanted wanted) {
        this.store = store;
        this.works = works;
        this.registry = registry;
        this.checks = checks;
        this.events = events;
        this.wanted = wanted;
        this.turns = new Semaphore(wanted.downloads());
    }

    /**
     * Pulls.
     *
     * @param lines is told how it goes, on this thread
     * @param gone ends the pull when it ends
     * @throws EngineProblem if the registry hasn't got it, or it can't be used here
     * @throws IOException if it broke on the way
     */
    void run(Consumer<ProgressLine> lines, CompletableFuture<?> gone) throws IOException {
        ImageReference name = wanted.name();
        Manifest top = manifest(name);
        lines.accept(
                ProgressLine.headline(
                        name.digest().map(Digest::toString).or(name::tag).orElse("latest"),
                        "Pulling from " + name.path()));
        Manifest own = top.index() ? ofPlatform(top) : top;
        ImageManifest manifest = checks.manifest(own.bytes());
        try (Lease lease = store.lease()) {
            lease.keep(List.of(own.digest(), manifest.config().digest()));
            lease.keep(manifest.layers().stream().map(Descriptor::digest).toList());
            KnownImage image = store.kept(manifest.config().digest(), lease).orElse(null);
            if (image == null) {
                fetch(manifest, lease, lines, gone);
                lease.put(own.bytes());
                image = store.add(Descriptor.of(own.mediaType(), own.digest(), own.bytes().length));
            }
            boolean newer = call(image, top.digest());
            events.moved("pull", image, name);
            lines.accept(ProgressLine.status("Digest: " + top.digest()));
            lines.accept(
                    ProgressLine.status(
                            (newer
                                            ? "Status: Downloaded newer image for "
                                            : "Status: Image is up to date for ")
                                    + name.familiar()));
        }
    }

    /** Gives the image its names; tells whether the one asked for is new for it. */
    private boolean call(KnownImage image, Digest digest) throws IOException {
        ImageReference name = wanted.name();
        Digest before = store.catalogue().names().get(Names.key(name));
        store.name(name.withDigest(digest), image);
        if (name.digest().isEmpty()) {
            store.name(name, image);
        }
        return !image.id().equals(before);
    }

    private Manifest manifest(ImageReference name) {
        try {
            Manifest manifest = registry.manifest(name, wanted.credentials());
            if (manifest.mediaType().startsWith(MediaTypes.DOCKER_SCHEMA_1)) {
                throw EngineProblem.invalid(
                        ("Docker Image Format v1 and Docker Image manifest version 2, schema 1"
                                        + " support has been removed. Suggest the author of %s to"
                                        + " upgrade the image to the OCI Format or Docker Image"
                                        + " manifest v2, schema 2.")
                                .formatted(name));
            }
            return manifest;
        } catch (RegistryException e) {
            throw e.pullProblem(wanted.name());
        }
    }

    private Manifest ofPlatform(Manifest index) {
        Platform platform =
                wanted.platform() == null ? wanted.host().platform() : wanted.platform();
        List<Descriptor> manifests;
        try {
            manifests = ImageIndex.of(index.bytes()).manifests();
        } catch (IllegalArgumentException e) {
            throw EngineProblem.invalid("invalid manifest list: " + e.getMessage());
        }
        Descriptor chosen =
                new PlatformChoice(platform, wanted.host().version())
                        .from(manifests)
                        .orElseThrow(() -> wanted.host().nothingFits(platform, manifests));
        Manifest manifest = manifest(wanted.name().withDigest(chosen.digest()));
        if (manifest.index()) {
            throw EngineProblem.invalid("a manifest list inside a manifest list isn't read");
        }
        return manifest;
    }

    private void fetch(
            ImageManifest manifest,
            Lease lease,
            Consumer<ProgressLine> lines,
            CompletableFuture<?> gone)
            throws IOException {
        ImageConfig config = checks.config(document(manifest.config()), manifest);
        refuseOther(config);
        wanted.host().refuseNewer(config.windowsVersion());
        List<Digest> diffIds = config.rootfs().diffIds();
        lease.keepLayers(diffIds);
        List<List<Digest>> chains = Chains.prefixes(diffIds);
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < chains.size(); i++) {
            Digest blob = manifest.layers().get(i).digest();
            boolean here = store.layers().has(chains.get(i)) && store.content().has(blob);
            lines.accept(
                    ProgressLine.layer(
                            blob.shortened(), here ? "Already exists" : "Pulling fs layer"));
            if (!here) {
                missing.add(i);
            }
        }
        ProgressQueue queue = new ProgressQueue();
        List<LayerWork> joined = new ArrayList<>();
        try {
            CompletableFuture<?> below = CompletableFuture.completedFuture(null);
            for (int i : missing) {
                LayerWork work = join(manifest.layers().get(i), chains.get(i), queue, below);
                joined.add(work);
                below = store.layers().baseFirst() ? work.done() : below;
            }
            await(joined, queue, lines, gone);
        } finally {
            // the top one first: who joins a layer can rely on those below it, which wait for it
            joined.reversed().forEach(work -> work.leave(queue));
        }
    }

    private LayerWork join(
            Descriptor blob, List<Digest> chain, ProgressQueue queue, CompletableFuture<?> below) {
        return works.join(
                blob.digest(),
                chain,
                queue,
                () ->
                        new LayerWork(
                                store.content(),
                                store.layers(),
                                blob,
                                chain,
                                turns,
                                () -> download(blob),
                                below));
    }

    /** Passes on lines until all layers are here, one has failed, or nobody listens any more. */
    private static void await(
            List<LayerWork> works,
            ProgressQueue queue,
            Consumer<ProgressLine> lines,
            CompletableFuture<?> gone)
            throws IOException {
        List<CompletableFuture<Void>> all = works.stream().map(LayerWork::done).toList();
        CompletableFuture<?> end =
                endOf(all, gone)
                        .handle((value, failure) -> {
                            queue.end();
                            return true;
                        });
        try {
            for (ProgressLine line = queue.take(); line != null; line = queue.take()) {
                lines.accept(line);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The pull was interrupted", e);
        }
        end.join();
        for (CompletableFuture<?> one : all) {
            if (one.isCompletedExceptionally()) {
                throw failure(one.exceptionNow());
            }
        }
        if (!all.stream().allMatch(CompletableFuture::isDone)) {
            throw new IOException("The pull was cancelled: nobody waits for it any more");
        }
    }

    /** Ends with the last layer, with the first that fails, or when nobody waits any more. */
    private static CompletableFuture<?> endOf(
            List<CompletableFuture<Void>> all, CompletableFuture<?> gone) {
        CompletableFuture<?> end = CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
        for (CompletableFuture<Void> one : all) {
            end = CompletableFuture.anyOf(end, whenFailed(one));
        }
        return CompletableFuture.anyOf(end, gone);
    }

    private static CompletableFuture<Void> whenFailed(CompletableFuture<Void> work) {
        CompletableFuture<Void> failed = new CompletableFuture<>();
        CompletableFuture<Void> _ =
                work.whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        failed.completeExceptionally(failure);
                    }
                });
        return failed;
    }

    private static IOException failure(Throwable reason) {
        return reason instanceof IOException io
                ? io
                : new IOException(String.valueOf(reason.getMessage()), reason);
    }

    private byte[] document(Descriptor descriptor) throws IOException {
        ContentStore content = store.content();
        if (!content.has(descriptor.digest())) {
            try (Ingest into = content.begin(descriptor.digest(), descriptor.size());
                    BlobDownload download = download(descriptor)) {
                into.restart();
                download.run(0, into.hash(), into::append, bytes -> {});
                into.commitVerified();
            }
        }
        return content.read(descriptor.digest(), ImageStore.LONGEST_DOCUMENT);
    }

    private BlobDownload download(Descriptor blob) {
        boolean foreign = blob.foreign() && wanted.host().windows();
        return new BlobDownload(
                registry,
                wanted.name(),
                blob.digest(),
                blob.size(),
                wanted.credentials(),
                foreign ? blob.urls() : List.of());
    }

    private void refuseOther(ImageConfig config) {
        Platform platform = wanted.platform();
        Platform actual = config.platform();
        boolean same =
                platform == null
                        || (platform.os().equals(actual.os())
                                && platform.architecture().equals(actual.architecture())
                                && (platform.variant().isEmpty()
                                        || actual.variant().isEmpty()
                                        || platform.variant().equals(actual.variant())));
        if (!same) {
            throw EngineProblem.notFound(
                    ("image with reference %s was found but does not match the specified"
                                    + " platform: wanted %s, actual: %s")
                            .formatted(wanted.name().familiar(), platform, actual));
        }
    }
}
