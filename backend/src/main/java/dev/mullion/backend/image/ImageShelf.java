package dev.mullion.backend.image;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mullion.backend.Problem;
import dev.mullion.backend.host.HostGateway;
import dev.mullion.docker.Digest;
import dev.mullion.docker.api.HistoryEntry;
import dev.mullion.docker.api.ImageDetails;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What hosts tell of single images, kept once it was asked for: an image's id is the hash of its
 * content, so all but its names stays true for ever.
 */
@Component
class ImageShelf {

    private static final Logger log = LoggerFactory.getLogger(ImageShelf.class);
    private static final int MOST_AT_ONCE = 8;

    /** One image's content in words; its names in here may be out of date. */
    record Item(ImageDetails details, List<HistoryEntry> history) {}

    private final HostGateway gateway;
    private final Cache<ImageKey, Item> items =
            Caffeine.newBuilder().maximumSize(500).expireAfterAccess(Duration.ofHours(1)).build();
    private final Cache<Digest, List<Digest>> layers =
            Caffeine.newBuilder().maximumSize(20_000).build();

    ImageShelf(HostGateway gateway) {
        this.gateway = gateway;
    }

    /**
     * One image, from its host if it wasn't asked for before.
     *
     * @throws Problem NOT_FOUND, and what {@link HostGateway#call} throws
     */
    Item item(ImageKey key, String asked) {
        Item kept = items.getIfPresent(key);
        if (kept != null) {
            return kept;
        }
        String id = key.id().toString();
        Item fetched =
                gateway.call(
                        key.host(),
                        asked,
                        client ->
                                new Item(client.images().inspect(id), client.images().history(id)));
        items.put(key, fetched);
        layers.put(key.id(), fetched.details().rootFs().layers());
        return fetched;
    }

    /**
     * The layers of images, the lowest first; without those that can't be asked for.
     *
     * @param onlyKept whether to ask no host, because it would not answer
     */
    Map<ImageKey, List<Digest>> layers(Collection<ImageKey> keys, boolean onlyKept) {
        Map<ImageKey, List<Digest>> found = new ConcurrentHashMap<>();
        Semaphore places = new Semaphore(MOST_AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (ImageKey key : keys) {
                List<Digest> kept = layers.getIfPresent(key.id());
                if (kept != null) {
                    found.put(key, kept);
                } else if (!onlyKept) {
                    threads.execute(() -> fetch(key, places, found));
                }
            }
        }
        return found;
    }

    private void fetch(ImageKey key, Semaphore places, Map<ImageKey, List<Digest>> found) {
        places.acquireUninterruptibly();
        try {
            String id = key.id().toString();
            List<Digest> fetched =
                    gateway.call(
                            key.host(),
                            "read the layers of image " + key.id().shortened(),
                            client -> client.images().inspect(id).rootFs().layers());
            layers.put(key.id(), fetched);
            found.put(key, fetched);
        } catch (Problem e) {
            if (e.kind() != Problem.Kind.NOT_FOUND) {
                // the page then says less about sharing, and the next one asks again
                log.info("What image {} shares is not shown: {}", key, e.getMessage());
            }
        } finally {
            places.release();
        }
    }
}
