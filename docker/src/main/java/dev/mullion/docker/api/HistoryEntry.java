package dev.mullion.docker.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of an image's making ({@code GET /images/{name}/history}), newest first.
 *
 * @param id the image after this step, or {@code <missing>} if it wasn't built here
 * @param created when it was done, in seconds since 1970
 * @param createdBy the instruction
 * @param tags names of the image after this step
 * @param size bytes it added; 0 if it made no layer
 * @param comment a note
 */
public record HistoryEntry(
        String id,
        long created,
        String createdBy,
        List<String> tags,
        long size,
        @Nullable String comment) {

    /** Fills in what is absent. */
    public HistoryEntry {
        comment = Absent.orNull(comment);
        id = Absent.text(id);
        createdBy = Absent.text(createdBy);
        tags = Absent.list(tags);
    }

    /**
     * Returns when the step was done.
     *
     * @return to the second
     */
    public Instant createdAt() {
        return Instant.ofEpochSecond(Math.clamp(created, 0, 253_402_300_799L));
    }
}
