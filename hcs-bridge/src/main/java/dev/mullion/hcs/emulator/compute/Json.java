package dev.mullion.hcs.emulator.compute;

import dev.mullion.hcs.emulator.Refusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Documents as trees. */
final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /** Reads an object; nothing at all is an empty one. */
    static JsonNode read(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return object();
        }
        try {
            JsonNode read = MAPPER.readTree(text);
            if (read.isObject()) {
                return read;
            }
        } catch (JacksonException e) {
            throw Refusal.of(
                    Codes.INVALID_JSON, "The document isn't JSON: " + e.getOriginalMessage());
        }
        throw Refusal.of(Codes.INVALID_JSON, "The document isn't an object.");
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static String write(JsonNode document) {
        return MAPPER.writeValueAsString(document);
    }

    /** {@code ResultError}. */
    static String error(int code, @Nullable String reason) {
        ObjectNode error = object().put("Error", code);
        if (reason != null) {
            error.put("ErrorMessage", reason);
            error.putArray("ErrorEvents")
                    .addObject()
                    .put("Message", reason)
                    .put("Provider", "00000000-0000-0000-0000-000000000000")
                    .put("EventId", 0)
                    .put("Flags", 0)
                    .put("Source", "EMULATED");
        }
        return write(error);
    }
}
