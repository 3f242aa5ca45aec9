package dev.mullion.docker;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;

/**
 * The name of some content by its hash, as in the OCI image specification, for example {@code
 * sha256:} followed by 64 hexadecimal digits.
 *
 * @param algorithm {@code sha256}, {@code sha384} or {@code sha512}
 * @param hex the hash in lower-case hexadecimal digits, as many as the algorithm gives
 */
public record Digest(String algorithm, String hex) {

    private static final Map<String, Integer> HEX_LENGTHS =
            Map.of("sha256", 64, "sha384", 96, "sha512", 128);

    /**
     * Checks both parts.
     *
     * @throws IllegalArgumentException if the algorithm is unknown or the hash doesn't fit it
     */
    public Digest {
        Integer length = HEX_LENGTHS.get(algorithm);
        if (length == null) {
            throw new IllegalArgumentException(
                    "Not a digest: the algorithm is "
                            + Quoted.text(algorithm)
                            + ", not one of sha256, sha384, sha512");
        }
        if (hex.length() != length || !isLowerHex(hex)) {
            throw new IllegalArgumentException(
                    "Not a digest: "
                            + Quoted.text(hex)
                            + " isn't "
                            + length
                            + " lower-case hexadecimal digits, which "
                            + algorithm
                            + " gives");
        }
    }

    /**
     * Reads {@code algorithm:hex}.
     *
     * @param text for example {@code sha256:} and 64 lower-case hexadecimal digits
     * @return the digest
     * @throws IllegalArgumentException if the text is no digest
     */
    @JsonCreator
    public static Digest of(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "Not a digest: " + Quoted.text(text) + " has no algorithm and colon in front");
        }
        return new Digest(text.substring(0, colon), text.substring(colon + 1));
    }

    /**
     * Returns the first 12 hexadecimal digits, as people are shown them.
     *
     * @return 12 characters; enough to tell things apart by eye, not to name them safely
     */
    public String shortened() {
        return hex.substring(0, 12);
    }

    /** Returns {@code algorithm:hex}. */
    @Override
    @JsonValue
    public String toString() {
        return algorithm + ":" + hex;
    }

    static boolean isLowerHex(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
