package dev.mullion.docker.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Go's moments: RFC 3339 with up to nine decimals, where the year 1 (Go's zero value) and the empty
 * text mean that it hasn't happened.
 */
public final class DockerTime extends SimpleModule {

    /** How it is written that something hasn't happened. */
    public static final String NEVER = "0001-01-01T00:00:00Z";

    private static final long serialVersionUID = 1;

    DockerTime() {
        super("docker-time");
        addDeserializer(Instant.class, new Reader());
    }

    /**
     * Writes a moment as Go's RFC3339Nano does: in UTC, without zeros at the end of the decimals.
     *
     * @param moment any
     */
    public static String write(Instant moment) {
        long seconds = moment.getEpochSecond();
        String whole = Instant.ofEpochSecond(seconds).toString();
        if (moment.getNano() == 0) {
            return whole;
        }
        String decimals = String.format(Locale.ROOT, "%09d", moment.getNano());
        int end = decimals.length();
        while (decimals.charAt(end - 1) == '0') {
            end--;
        }
        return whole.substring(0, whole.length() - 1) + "." + decimals.substring(0, end) + "Z";
    }

    private static final class Reader extends StdDeserializer<Instant> {

        Reader() {
            super(Instant.class);
        }

        @Override
        public @Nullable Instant deserialize(JsonParser parser, DeserializationContext context) {
            String text = parser.getValueAsString();
            if (text == null || text.isEmpty() || text.startsWith("0001-01-01")) {
                return null;
            }
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                return (Instant)
                        context.handleWeirdStringValue(
                                Instant.class, text, "isn't a moment in RFC 3339");
            }
        }
    }
}
