package dev.mullion.backend.host;

import dev.mullion.security.Resource;
import java.util.UUID;

/** Names one host for ever; its text form is the UUID's. */
public record HostId(UUID value) implements Resource, Comparable<HostId> {

    private static final int TEXT_LENGTH = 36;

    public static HostId random() {
        return new HostId(UUID.randomUUID());
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when {@code text} is no UUID of 36 characters
     */
    public static HostId of(String text) {
        // UUID.fromString alone would also take "1-1-1-1-1": two spellings of one host
        if (text.length() != TEXT_LENGTH) {
            throw new IllegalArgumentException(
                    "A host id has " + TEXT_LENGTH + " characters, this has " + text.length());
        }
        return new HostId(UUID.fromString(text));
    }

    @Override
    public String path() {
        return "/hosts/" + value;
    }

    @Override
    public int compareTo(HostId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
