package dev.mullion.backend.image;

import dev.mullion.docker.Digest;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One layer of an image.
 *
 * @param index 0 for the lowest
 * @param diffId the hash of its content; null where the engine's history and its list of layers
 *     don't match, so that nobody can say which is which
 * @param bytes its size unpacked
 * @param createdBy the step that made it
 * @param sharedWith the other images of the same host that stand on it, too: the same layers up to
 *     and with this one
 */
public record LayerView(
        int index,
        @Nullable Digest diffId,
        long bytes,
        String createdBy,
        Instant created,
        Set<ImageKey> sharedWith) {

    public LayerView {
        sharedWith = Set.copyOf(sharedWith);
    }
}
