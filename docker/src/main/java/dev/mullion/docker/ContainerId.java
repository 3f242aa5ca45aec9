package dev.mullion.docker;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The full id of a container on its host.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record ContainerId(String hex) {

    /**
     * Checks the id.
     *
     * @throws IllegalArgumentException if it isn't 64 lower-case hexadecimal digits
     */
    public ContainerId {
        if (hex.length() != 64 || !Digest.isLowerHex(hex)) {
            throw new IllegalArgumentException(
                    "Not a container id: "
                            + Quoted.text(hex)
                            + " isn't 64 lower-case hexadecimal digits");
        }
    }

    /**
     * Reads a full id.
     *
     * @param text 64 lower-case hexadecimal digits
     * @return the id
     * @throws IllegalArgumentException if the text is anything else, a shortened id too
     */
    @JsonCreator
    public static ContainerId of(String text) {
        return new ContainerId(text);
    }

    /**
     * Returns the first 12 digits, as people are shown them.
     *
     * @return 12 characters
     */
    public String shortened() {
        return hex.substring(0, 12);
    }

    /** Returns the 64 digits. */
    @Override
    @JsonValue
    public String toString() {
        return hex;
    }
}
