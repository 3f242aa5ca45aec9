package dev.mullion.docker.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Go's moments: RFC 3339 with up to nine decimals, where the year 1 (Go's zero value) and the empty
 * text mean that it hasn't happened.
 */
final class DockerTime extends SimpleModule {

    DockerTime() {
        super("docker-time");
        addDeserializer(Instant.class, new Reader());
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
