package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.client.RegistryCredentials;
import dev.mullion.engine.registry.RegistryClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One name of an image, or all in a repository, on the way to a registry. */
final class ImagePush {

    private static final int SIDE_BY_SIDE = 5;
    private static final int MOUNT_TRIES = 3;
    private static final long TOLD_EVERY = Duration.ofMillis(100).toNanos();

    private final ImageStore store;
    private final RegistryClient registry;
    private final ImageEvents events;
    private final @Nullable RegistryCredentials credentials;

    ImagePush(
            ImageStore store,
            RegistryClient registry,
            ImageEvents events,
            @Nullable RegistryCredentials credentials) {
        this.store = store;
        this.registry = registry;
        this.events = events;
        this.credentials = credentials;
    }

    /**
     * Pushes.
     *
     * @param name what to push
     * @param all every tag of the repository, whatever tag the name has
     * @param lines is told how it goes, on this thread
     * @param gone ends the push when it ends
     */
    void run(
            ImageReference name,
            boolean all,
            Consumer<ProgressLine> lines,
            CompletableFuture<?> gone)
            throws IOException {
        lines.accept(
                ProgressLine.status("The push refers to repository [" + name.repository() + "]"));
        Map<ImageReference, Digest> tags = tagsOf(name);
        if (tags.isEmpty()) {
            throw new IOException(
                    "An image does not exist locally with the tag: "
                            + Names.familiarRepository(name));
        }
        if (!all) {
            Digest one = tags.get(name);
            if (one == null) {
                throw new IOException("tag does not exist: " + name.familiar());
            }
            tags = Map.of(name, one);
        }
        for (var tag : tags.entrySet()) {
            try (Lease lease = store.lease()) {
                KnownImage image =
                        store.kept(tag.getValue(), lease)
                                .orElseThrow(() -> Names.missing(tag.getKey().familiar()));
                push(tag.getKey(), image, lines, gone);
            }
        }
    }

    private Map<ImageReference, Digest> tagsOf(ImageReference name) {
        Map<ImageReference, Digest> tags =
                new TreeMap<>(java.util.Comparator.comparing(ImageReference::toString));
        store.catalogue()
                .names()
                .forEach((text, id) -> {
                    ImageReference other = ImageReference.of(text);
                    if (other.digest().isEmpty() && other.repository().equals(name.repository())) {
                        tags.put(other, id);
                    }
                });
        return tags;
    }

    private void push(
            ImageReference name,
            KnownImage image,
            Consumer<ProgressLine> lines,
            CompletableFuture<?> gone)
            throws IOException {
        List<Part> parts =
                IntStream.range(0, image.layers().size())
                        .mapToObj(
                                i -> new Part(image.parts().layers().get(i), image.layers().get(i)))
                        .toList()
                        .reversed();
        parts.forEach(part -> lines.accept(ProgressLine.layer(part.shown(), "Preparing")));
        pushLayers(name, parts, lines, gone);
        Descriptor config = image.parts().config();
        if (!registry.hasBlob(name, config.digest(), credentials)) {
            pushBlob(name, config, bytes -> {});
        }
        byte[] manifest =
                store.content().read(image.manifest().digest(), ImageStore.LONGEST_DOCUMENT);
        Digest digest =
                registry.pushManifest(name, image.manifest().mediaType(), manifest, credentials);
        store.name(name.withDigest(digest), image);
        events.moved("push", image, name);
        String tag = name.tag().orElse("");
        lines.accept(
                ProgressLine.status(
                        "%s: digest: %s size: %d".formatted(tag, digest, manifest.length)));
        lines.accept(
                ProgressLine.aux(
                        Map.of("Tag", tag, "Digest", digest.toString(), "Size", manifest.length)));
    }

    /** All layers, some side by side; the first that fails ends the others. */
    private void pushLayers(
            ImageReference name,
            List<Part> parts,
            Consumer<ProgressLine> lines,
            CompletableFuture<?> gone)
            throws IOException {
        ProgressQueue queue = new ProgressQueue();
        Semaphore turns = new Semaphore(SIDE_BY_SIDE);
        AtomicLong left = new AtomicLong(parts.size());
        if (parts.isEmpty()) {
            return;
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<?> _ = gone.whenComplete((value, failure) -> queue.end());
            List<Future<?>> running =
                    parts.stream()
                            .<Future<?>>map(part ->
                                    threads.submit(() -> {
                                        try {
                                            layer(name, part, turns, queue);
                                            if (left.decrementAndGet() == 0) {
                                                queue.end();
                                            }
                                        } catch (Exception e) {
                                            queue.end();
                                            throw e;
                                        }
                                        return part;
                                    }))
                            .toList();
            try {
                forward(queue, lines);
                failIfAny(running, left.get() == 0 || !gone.isDone());
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static void forward(ProgressQueue queue, Consumer<ProgressLine> lines)
            throws IOException {
        try {
            for (ProgressLine line = queue.take(); line != null; line = queue.take()) {
                lines.accept(line);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The push was interrupted", e);
        }
    }

    private static void failIfAny(List<Future<?>> running, boolean wanted) throws IOException {
        for (Future<?> one : running) {
            if (one.state() == Future.State.FAILED) {
                Throwable reason = one.exceptionNow();
                throw reason instanceof IOException io
                        ? io
                        : new IOException(String.valueOf(reason.getMessage()), reason);
            }
        }
        if (!wanted) {
            throw new IOException("The push was cancelled: nobody waits for it any more");
        }
        try {
            for (Future<?> one : running) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The push was interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private void layer(ImageReference name, Part part, Semaphore turns, ProgressQueue queue)
            throws IOException, InterruptedException {
        if (!turns.tryAcquire()) {
            queue.accept(ProgressLine.layer(part.shown(), "Waiting"));
            turns.acquire();
        }
        try {
            queue.accept(ProgressLine.layer(part.shown(), layer(name, part, queue)));
        } finally {
            turns.release();
        }
    }

    /**
     * Brings a layer there; tells how. A foreign layer isn't brought: whoever made it hasn't
     * allowed everybody to pass it on, and who pulls the image fetches it from the addresses in the
     * manifest, as this engine does.
     */
    private String layer(ImageReference name, Part part, ProgressQueue queue) throws IOException {
        Descriptor blob = part.blob();
        if (blob.foreign()) {
            return "Skipped foreign layer";
        }
        if (registry.hasBlob(name, blob.digest(), credentials)) {
            return "Layer already exists";
        }
        for (ImageReference from : whereElse(name, blob.digest())) {
            if (registry.mount(name, blob.digest(), from, credentials)) {
                return "Mounted from " + from.path();
            }
        }
        long[] told = {0};
        pushBlob(
                name,
                blob,
                bytes -> {
                    long now = System.nanoTime();
                    if (now - told[0] >= TOLD_EVERY) {
                        told[0] = now;
                        queue.accept(
                                ProgressLine.measure(part.shown(), "Pushing", bytes, blob.size()));
                    }
                });
        return "Pushed";
    }

    private void pushBlob(
            ImageReference name, Descriptor blob, java.util.function.LongConsumer progress)
            throws IOException {
        registry.pushBlob(
                name, blob.digest(), blob.size(), () -> open(blob.digest()), progress, credentials);
    }

    private InputStream open(Digest digest) {
        try {
            return store.content().open(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Other repositories of the same registry that should have it. */
    private List<ImageReference> whereElse(ImageReference name, Digest blob) {
        return store.all().stream()
                .filter(image -> image.contents().contains(blob))
                .flatMap(image -> store.catalogue().namesOf(image.id()).stream())
                .map(ImageReference::of)
                .filter(other -> other.digest().isPresent())
                .filter(other -> other.domain().equals(name.domain()))
                .filter(other -> !other.path().equals(name.path()))
                .distinct()
                .limit(MOUNT_TRIES)
                .toList();
    }

    /**
     * A layer to push.
     *
     * @param blob compressed
     * @param diffId uncompressed; what people are shown
     */
    private record Part(Descriptor blob, Digest diffId) {

        String shown() {
            return diffId.shortened();
        }
    }
}
