package dev.mullion.hcs.trace;

import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes out of a document what is nobody's business: the values of environment variables,
 * credential specs and the keys to them. What is left is their length. What a command line says
 * can't be told from a secret, and stays.
 */
final class Secrets {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ENVIRONMENT = "Environment";
    private static final Set<String> HIDDEN = Set.of("Credentials", "CredentialSpec", "Cookie");

    private Secrets() {}

    /** Gives the same text where there is nothing to hide. */
    static @Nullable String hide(@Nullable String text) {
        if (text == null || !mayHave(text)) {
            return text;
        }
        try {
            JsonNode document = JSON.readTree(text);
            if (document.isContainer()) {
                return JSON.writeValueAsString(walk(document));
            }
        } catch (JacksonException e) {
            // hidden below
        }
        return length(text);
    }

    private static boolean mayHave(String text) {
        return text.contains('"' + ENVIRONMENT)
                || text.contains("\\\"" + ENVIRONMENT)
                || HIDDEN.stream().anyMatch(text::contains);
    }

    private static JsonNode walk(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                member.setValue(
                        member.getKey().equals(ENVIRONMENT)
                                ? every(member.getValue(), Secrets::length)
                                : HIDDEN.contains(member.getKey())
                                        ? hidden(member.getValue())
                                        : walk(member.getValue()));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, walk(array.get(i)));
            }
        } else if (node.isString()) {
            return every(node, Secrets::required);
        }
        return node;
    }

    private static JsonNode hidden(JsonNode value) {
        return JSON.getNodeFactory()
                .stringNode(length(value.isString() ? value.stringValue() : value.toString()));
    }

    /** Changes all texts below a node, wherever they are. */
    private static JsonNode every(JsonNode node, UnaryOperator<String> change) {
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(member -> member.setValue(every(member.getValue(), change)));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, every(array.get(i), change));
            }
        } else if (node.isString()) {
            return JSON.getNodeFactory().stringNode(change.apply(node.stringValue()));
        }
        return node;
    }

    private static String required(String text) {
        String hidden = hide(text);
        return hidden == null ? "" : hidden;
    }

    private static String length(String text) {
        return "<" + text.length() + " characters>";
    }
}
