package dev.mullion.docker;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a container is kept apart from its host and its neighbours; chosen when it is created, never
 * part of an image.
 *
 * <p>A stock Docker Engine on Linux knows only {@link #DEFAULT} and refuses the other two words,
 * although what it does is process isolation.
 */
public enum Isolation {
    /** The host's own choice. */
    DEFAULT,
    /** Shares the host's kernel; not a boundary against hostile code. */
    PROCESS,
    /** Has a kernel of its own in a utility virtual machine; the boundary. */
    HYPERV;

    /**
     * Reads Docker's word, in any case; nothing and the empty text mean {@link #DEFAULT}.
     *
     * @param text {@code default}, {@code process} or {@code hyperv}
     * @return the isolation
     * @throws IllegalArgumentException if the word is unknown
     */
    @JsonCreator
    public static Isolation of(@Nullable String text) {
        if (text == null) {
            return DEFAULT;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "", "default" -> DEFAULT;
            case "process" -> PROCESS;
            case "hyperv" -> HYPERV;
            default ->
                    throw new IllegalArgumentException(
                            "Not an isolation: "
                                    + Quoted.text(text)
                                    + " isn't default, process or hyperv");
        };
    }

    /**
     * Returns Docker's word for it.
     *
     * @return {@code default}, {@code process} or {@code hyperv}
     */
    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the same as {@link #wire()}. */
    @Override
    public String toString() {
        return wire();
    }
}
