package dev.mullion.frontend.image;

import dev.mullion.backend.image.ImageRow;

/** What an image is called on a page. */
final class ImageNames {

    private ImageNames() {}

    /** All its names, or its short id where it has none. */
    static String all(ImageRow row) {
        return row.dangling() ? row.key().id().shortened() : String.join(", ", row.references());
    }

    /** Its first name, or its short id where it has none. */
    static String of(ImageRow row) {
        return row.dangling() ? row.key().id().shortened() : row.references().getFirst();
    }
}
