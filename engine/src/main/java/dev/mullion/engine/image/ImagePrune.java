package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.api.DeletedImage;
import dev.mullion.engine.EngineProblem;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Removes the images that nobody uses. */
final class ImagePrune {

    private final ImageStore store;
    private final ImageRemoval removal;
    private final ImageEvents events;

    ImagePrune(ImageStore store, ImageRemoval removal, ImageEvents events) {
        this.store = store;
        this.removal = removal;
        this.events = events;
    }

    /**
     * What went.
     *
     * @param imagesDeleted names and images; null, as Docker says, for none
     * @param spaceReclaimed bytes of the unpacked layers that went
     */
    record Pruned(@Nullable List<DeletedImage> imagesDeleted, long spaceReclaimed) {}

    /**
     * Prunes.
     *
     * @param danglingOnly only those without a tag
     * @param until only those made before; null for all
     * @param labels whether an image with these labels goes
     */
    Pruned prune(
            boolean danglingOnly, @Nullable Instant until, Predicate<Map<String, String>> labels)
            throws IOException {
        Map<String, Long> sizes = layerSizes();
        List<DeletedImage> gone = new ArrayList<>();
        for (KnownImage image : store.all()) {
            Instant created = image.config().created();
            boolean young = until != null && created != null && created.isAfter(until);
            if (!young && labels.test(image.config().config().labels())) {
                prune(image, danglingOnly, gone);
            }
        }
        if (gone.isEmpty()) {
            store.collect(); // what pulls that failed have left
        }
        long bytes =
                gone.stream()
                        .map(DeletedImage::deleted)
                        .filter(java.util.Objects::nonNull)
                        .mapToLong(layer -> sizes.getOrDefault(layer, 0L))
                        .sum();
        events.pruned(bytes);
        return new Pruned(gone.isEmpty() ? null : gone, bytes);
    }

    private void prune(KnownImage image, boolean danglingOnly, List<DeletedImage> gone)
            throws IOException {
        List<String> names = store.catalogue().namesOf(image.id());
        boolean tagged =
                names.stream().anyMatch(name -> ImageReference.of(name).digest().isEmpty());
        if (danglingOnly && tagged) {
            return;
        }
        try {
            if (names.isEmpty()) {
                gone.addAll(removal.remove(image.id().hex(), false));
            }
            for (String name : names) {
                if (store.catalogue().names().containsKey(name)) {
                    gone.addAll(removal.remove(name, false));
                }
            }
        } catch (EngineProblem e) {
            if (e.status() != 409 && e.status() != 404) {
                throw e;
            }
            // it is used, or somebody else has just removed it: then it isn't for us
        }
    }

    /** Bytes of each layer by its chain id. */
    private Map<String, Long> layerSizes() {
        Map<String, Long> sizes = new HashMap<>();
        for (KnownImage image : store.all()) {
            List<Digest> ids = Chains.ids(image.layers());
            for (int i = 0; i < ids.size(); i++) {
                sizes.put(ids.get(i).toString(), store.layerBytes(image).get(i));
            }
        }
        return sizes;
    }
}
