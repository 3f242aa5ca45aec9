package dev.mullion.docker.api;

import org.jspecify.annotations.Nullable;

/**
 * One thing that went when an image was removed: a name or the image itself, never both.
 *
 * @param untagged the name that went
 * @param deleted the id of the image or layer that went
 */
public record DeletedImage(@Nullable String untagged, @Nullable String deleted) {

    /** Fills in what is absent. */
    public DeletedImage {
        untagged = Absent.orNull(untagged);
        deleted = Absent.orNull(deleted);
    }
}
