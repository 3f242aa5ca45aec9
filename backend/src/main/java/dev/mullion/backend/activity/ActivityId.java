package dev.mullion.backend.activity;

import dev.mullion.security.Resource;
import java.util.UUID;

/** Names one activity for ever; its text form is the UUID's. */
public record ActivityId(UUID value) implements Resource {

    private static final int TEXT_LENGTH = 36;

    public static ActivityId random() {
        return new ActivityId(UUID.randomUUID());
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when {@code text} is no UUID of 36 characters
     */
    public static ActivityId of(String text) {
        // UUID.fromString alone would also take "1-1-1-1-1": two spellings of one activity
        if (text.length() != TEXT_LENGTH) {
            throw new IllegalArgumentException(
                    "An activity id has " + TEXT_LENGTH + " characters, this has " + text.length());
        }
        return new ActivityId(UUID.fromString(text));
    }

    @Override
    public String path() {
        return "/activities/" + value;
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
