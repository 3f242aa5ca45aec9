package dev.mullion.docker;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version of Windows that a host or an image has, for example {@code 10.0.20348.2227}. Ordered
 * by its parts from left to right.
 *
 * @param major 10 for every Windows that runs containers
 * @param minor 0 so far
 * @param build the number that decides which images a host can run in process isolation
 * @param revision the servicing update within the build
 */
public record OsVersion(int major, int minor, int build, int revision)
        implements Comparable<OsVersion> {

    private static final Pattern FOUR_NUMBERS =
            Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})", Pattern.DOTALL);
    private static final Comparator<OsVersion> ORDER =
            Comparator.comparingInt(OsVersion::major)
                    .thenComparingInt(OsVersion::minor)
                    .thenComparingInt(OsVersion::build)
                    .thenComparingInt(OsVersion::revision);

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public OsVersion {
        if (major < 0 || minor < 0 || build < 0 || revision < 0) {
            throw new IllegalArgumentException("Not an OS version: a part of it is negative");
        }
    }

    /**
     * Reads four numbers with dots between them.
     *
     * @param text for example {@code 10.0.20348.2227}
     * @return the version
     * @throws IllegalArgumentException if the text isn't four numbers
     */
    @JsonCreator
    public static OsVersion of(String text) {
        return find(text)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "Not an OS version: "
                                        + Quoted.text(text)
                                        + " isn't four numbers like 10.0.20348.2227"));
    }

    /**
     * Reads a version where there may be none: what a Linux host says ({@code 12}) is no Windows
     * version.
     *
     * @param text anything, or nothing
     * @return the version, or nothing if the text isn't four numbers
     */
    public static Optional<OsVersion> find(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        var parts = FOUR_NUMBERS.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new OsVersion(
                        Integer.parseInt(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        Integer.parseInt(parts.group(3)),
                        Integer.parseInt(parts.group(4))));
    }

    @Override
    public int compareTo(OsVersion other) {
        return ORDER.compare(this, other);
    }

    /** Returns the four numbers with dots between them. */
    @Override
    @JsonValue
    public String toString() {
        return major + "." + minor + "." + build + "." + revision;
    }
}
