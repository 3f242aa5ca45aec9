package dev.mullion.security.guardrail;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** How lists stand in a document. */
final class Lists {

    static final String ANY = "any";

    /** More make no sense in a document that people write. */
    private static final int MOST = 1_000;

    private Lists() {}

    static boolean isAny(JsonNode json) {
        return json.isString() && json.stringValue().equals(ANY);
    }

    static List<JsonNode> elements(JsonNode json, String at) {
        if (!json.isArray() || json.size() > MOST) {
            throw new PolicyFormatException(
                    at, at + " must be \"any\" or a list of up to " + MOST + " elements");
        }
        return List.copyOf(json.values());
    }

    static List<String> texts(JsonNode json, String at) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : elements(json, at)) {
            if (!element.isString()) {
                throw new PolicyFormatException(at, at + " must be a list of texts");
            }
            texts.add(element.stringValue());
        }
        return texts;
    }
}
