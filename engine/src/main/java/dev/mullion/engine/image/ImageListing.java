package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.api.HistoryEntry;
import dev.mullion.docker.api.ImageDetails;
import dev.mullion.docker.api.ImageSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows images as Docker's API describes them. */
final class ImageListing {

    private final ImageStore store;

    ImageListing(ImageStore store) {
        this.store = store;
    }

    /**
     * Lists images, the newest first.
     *
     * @param query which ones
     * @param shared whether to say how much of an image others have too
     * @param oldClient whether the client wants the size twice
     */
    List<ImageSummary> list(ImageQuery query, boolean shared, boolean oldClient) {
        Map<Digest, Integer> owners = shared ? owners() : Map.of();
        List<ImageSummary> all = new ArrayList<>();
        for (KnownImage image : newestFirst()) {
            List<String> names =
                    store.catalogue().namesOf(image.id()).stream()
                            .filter(name -> query.wantsName(ImageReference.of(name)))
                            .toList();
            if (query.wants(image, names, created(image))) {
                long sharedBytes = shared ? sharedBytes(image, owners) : -1;
                all.add(summary(image, names, sharedBytes, oldClient));
            }
        }
        return all;
    }

    /** Bytes of all images' layers, each counted once. */
    long layersBytes() {
        Map<Digest, Long> sizes = new HashMap<>();
        for (KnownImage image : store.all()) {
            List<Digest> ids = Chains.ids(image.layers());
            for (int i = 0; i < ids.size(); i++) {
                sizes.put(ids.get(i), store.layerBytes(image).get(i));
            }
        }
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Shows an image.
     *
     * @param oldClient whether the client wants the size twice
     */
    ImageDetails details(KnownImage image, boolean oldClient) {
        Catalogue.Contents contents = store.catalogue();
        List<String> names = contents.namesOf(image.id());
        Catalogue.Entry entry = contents.images().get(image.id());
        ImageConfig config = image.config();
        return new ImageDetails(
                image.id(),
                Names.tags(names),
                Names.digests(names),
                config.comment(),
                config.created(),
                config.author(),
                config.config(),
                config.platform().architecture(),
                config.variant(),
                config.platform().os(),
                config.osVersion(),
                store.bytes(image),
                new ImageDetails.RootFs("layers", image.layers()),
                new ImageDetails.GraphDriver(store.layers().driver(), Map.of()),
                new ImageDetails.Metadata(entry == null ? null : entry.tagged()),
                null,
                oldClient ? store.bytes(image) : 0,
                config.dockerVersion());
    }

    /** How an image was made, the last step first. */
    List<HistoryEntry> history(KnownImage image) {
        List<HistoryEntry> all = new ArrayList<>();
        int layer = 0;
        for (ImageConfig.Step step : image.config().history()) {
            long bytes = 0;
            if (!step.empty() && layer < store.layerBytes(image).size()) {
                bytes = store.layerBytes(image).get(layer++);
            }
            Instant created = step.created();
            all.add(
                    new HistoryEntry(
                            "<missing>",
                            created == null ? 0 : created.getEpochSecond(),
                            step.createdBy() == null ? "" : step.createdBy(),
                            List.of(),
                            bytes,
                            step.comment()));
        }
        Collections.reverse(all);
        if (!all.isEmpty()) {
            HistoryEntry last = all.getFirst();
            all.set(
                    0,
                    new HistoryEntry(
                            image.id().toString(),
                            last.created(),
                            last.createdBy(),
                            Names.tags(store.catalogue().namesOf(image.id())),
                            last.size(),
                            last.comment()));
        }
        return all;
    }

    private List<KnownImage> newestFirst() {
        return store.all().stream()
                .sorted(
                        Comparator.comparing(ImageListing::created)
                                .reversed()
                                .thenComparing(image -> image.id().hex()))
                .toList();
    }

    private ImageSummary summary(
            KnownImage image, List<String> names, long sharedBytes, boolean oldClient) {
        return new ImageSummary(
                image.id(),
                null,
                Names.tags(names),
                Names.digests(names),
                created(image).getEpochSecond(),
                store.bytes(image),
                sharedBytes,
                oldClient ? store.bytes(image) : 0,
                image.config().config().labels(),
                store.uses(image.id()).size());
    }

    /** How many images have each layer. */
    private Map<Digest, Integer> owners() {
        Map<Digest, Integer> owners = new HashMap<>();
        for (KnownImage image : store.all()) {
            Chains.ids(image.layers()).forEach(id -> owners.merge(id, 1, Integer::sum));
        }
        return owners;
    }

    private long sharedBytes(KnownImage image, Map<Digest, Integer> owners) {
        long sum = 0;
        List<Digest> ids = Chains.ids(image.layers());
        for (int i = 0; i < ids.size(); i++) {
            sum += owners.getOrDefault(ids.get(i), 1) > 1 ? store.layerBytes(image).get(i) : 0;
        }
        return sum;
    }

    static Instant created(KnownImage image) {
        @Nullable Instant created = image.config().created();
        return created == null ? Instant.EPOCH : created;
    }
}
