package dev.mullion.backend.image;

import java.time.Instant;
import java.util.List;

/**
 * An image in a list.
 *
 * @param references the names it has on its host, short forms such as {@code nginx:latest}, by
 *     name; empty for an image that lost its name
 * @param hostName the name of its host
 * @param sizeBytes the size of all its layers unpacked, shared ones included
 * @param containers how many containers of its host were made from it, stopped ones included
 * @param stale whether the host can't be asked now, and this is what was seen last
 */
public record ImageRow(
        ImageKey key,
        List<String> references,
        String hostName,
        long sizeBytes,
        Instant createdAt,
        int containers,
        boolean stale) {

    public ImageRow {
        references = List.copyOf(references);
    }

    /** Whether it has no name on its host. */
    public boolean dangling() {
        return references.isEmpty();
    }
}
