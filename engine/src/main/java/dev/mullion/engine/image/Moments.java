package dev.mullion.engine.image;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moments as the {@code until} filter has them. */
final class Moments {

    private static final Pattern UNIX = Pattern.compile("(\\d{1,11})(\\.\\d{1,9})?");
    private static final Pattern GO_DURATION =
            Pattern.compile("(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})(?:\\.\\d+)?s)?");

    private Moments() {}

    /**
     * Reads a moment.
     *
     * @param text seconds since 1970, RFC 3339, or how long ago ({@code 1h30m})
     * @throws IllegalArgumentException if it is none of these
     */
    static Instant before(String text, Instant now) {
        if (UNIX.matcher(text).matches()) {
            return Instant.ofEpochSecond(Long.parseLong(text.replaceFirst("\\..*", "")));
        }
        Matcher ago = GO_DURATION.matcher(text);
        if (!text.isEmpty() && ago.matches()) {
            return now.minus(
                    Duration.ofHours(number(ago.group(1)))
                            .plusMinutes(number(ago.group(2)))
                            .plusSeconds(number(ago.group(3))));
        }
        try {
            return OffsetDateTime.parse(text.contains("T") ? text : text + "T00:00:00Z")
                    .toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("failed to parse value as time or duration", e);
        }
    }

    @SuppressWarnings("NullAway") // a group that isn't there is null
    private static long number(String group) {
        return group == null ? 0 : Long.parseLong(group);
    }
}
