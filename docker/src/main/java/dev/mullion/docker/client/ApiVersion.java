package dev.mullion.docker.client;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version of the Docker Engine API, ordered by number: 1.9 is before 1.41.
 *
 * @param major the number before the dot
 * @param minor the number after it
 */
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {

    /** The oldest this client was written for: engines of 2019 and later. */
    static final ApiVersion OLDEST = new ApiVersion(1, 40);

    /** The newest whose specification this client was written from. */
    static final ApiVersion NEWEST = new ApiVersion(1, 56);

    /** From here on the content type tells multiplexed and raw streams apart. */
    static final ApiVersion TELLS_STREAMS_APART = new ApiVersion(1, 42);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");
    private static final Comparator<ApiVersion> ORDER =
            Comparator.comparingInt(ApiVersion::major).thenComparingInt(ApiVersion::minor);

    /**
     * Reads a version.
     *
     * @param text for example {@code 1.41}
     * @return empty if it is no version
     */
    public static Optional<ApiVersion> find(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        var parts = TEXT.matcher(text);
        return parts.matches()
                ? Optional.of(
                        new ApiVersion(
                                Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2))))
                : Optional.empty();
    }

    /**
     * Returns whether this is a given version or a newer one.
     *
     * @param major the number before the dot
     * @param minor the number after it
     * @return whether what came with that version is to be expected
     */
    public boolean atLeast(int major, int minor) {
        return compareTo(new ApiVersion(major, minor)) >= 0;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
