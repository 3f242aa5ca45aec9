package dev.mullion.hcs.emulator.network;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON as the network service takes and gives it. */
final class Documents {

    static final UUID CHOOSE = new UUID(0, 0);

    private static final JsonMapper MAPPER = new JsonMapper();

    private Documents() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** Reads an object; nothing at all is an empty one. */
    static ObjectNode read(@Nullable String json) {
        if (json == null || json.isBlank()) {
            return object();
        }
        try {
            if (MAPPER.readTree(json) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw HcnCode.INVALID_JSON.about(e.getOriginalMessage());
        }
        throw HcnCode.INVALID_JSON.about("not an object");
    }

    /** Refuses what the service doesn't know, which is how a misspelled name shows. */
    static void requireKnown(ObjectNode document, Set<String> known) {
        for (String name : document.propertyNames()) {
            if (!known.contains(name)) {
                throw HcnCode.INVALID_JSON.about("there is no property " + name);
            }
        }
    }

    static void requireVersion(ObjectNode document, int newestMinor) {
        JsonNode version = document.path("SchemaVersion");
        if (version.path("Major").asInt(0) != 2 || version.path("Minor").asInt(0) > newestMinor) {
            throw HcnCode.INVALID_JSON.about("the schema version " + version);
        }
    }

    static UUID guid(JsonNode value) {
        String text = value.asString("");
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            throw HcnCode.INVALID_JSON.about("not a GUID: " + text);
        }
        throw HcnCode.INVALID_JSON.about("not a GUID: " + text);
    }

    static String text(JsonNode parent, String name) {
        return parent.path(name).asString("");
    }
}
