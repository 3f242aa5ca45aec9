package dev.mullion.frontend.image;

import dev.mullion.backend.image.ImageRow;

/** What an image is called on a page. */
final class ImageNames {

    private ImageNames() {}

    /** Its first name, or its short id where it has none. */
    static String of(ImageRow row) {
        return row.dangling() ? row.key().id().shortened() : row.references().getFirst();
    }
}
