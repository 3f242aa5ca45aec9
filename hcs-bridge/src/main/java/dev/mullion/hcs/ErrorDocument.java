package dev.mullion.hcs;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reason in what came with a failure: {@code ResultError} of HCS, the error record of HCN. */
final class ErrorDocument {

    private static final JsonMapper MAPPER = new JsonMapper();

    private ErrorDocument() {}

    /** The innermost message, or nothing; a document that isn't JSON is its own reason. */
    static String reason(@Nullable String document) {
        if (document == null || document.isBlank()) {
            return "";
        }
        try {
            JsonNode root = MAPPER.readTree(document);
            JsonNode events = root.path("ErrorEvents");
            String inner =
                    events.isEmpty()
                            ? ""
                            : events.get(events.size() - 1).path("Message").asString("");
            if (!inner.isBlank()) {
                return inner.strip();
            }
            String message = root.path("ErrorMessage").asString("");
            return (message.isBlank() ? root.path("Error").stringValue("") : message).strip();
        } catch (JacksonException e) {
            return document.strip();
        }
    }
}
