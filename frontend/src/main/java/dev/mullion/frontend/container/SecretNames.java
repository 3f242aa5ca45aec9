package dev.mullion.frontend.container;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Knows by its name what is likely a secret, and hides its value. A page that is looked at over
 * somebody's shoulder, or shared on a screen, should not tell passwords.
 */
final class SecretNames {

    static final String MASK = "••••••••";

    private static final Pattern LIKELY =
            Pattern.compile(
                    "(?i).*(passw|passphrase|secret|token|credential|apikey|accesskey|privatekey"
                            + "|connectionstring|(?<![a-z])(pass|pwd?|key|auth|salt|dsn)(?![a-z])).*");

    /** A password within an address, as in {@code postgres://user:password@host/}. */
    private static final Pattern IN_ADDRESS =
            Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*://[^\\s:/@]*:)[^\\s@/]+@");

    private SecretNames() {}

    static boolean likely(String name) {
        return LIKELY.matcher(name).matches();
    }

    /** The value as it may be shown beside its name. */
    static String shown(String name, String value) {
        return likely(name) && !value.isEmpty() ? MASK : withoutPasswords(value);
    }

    static boolean hides(String name, String value) {
        return !shown(name, value).equals(value);
    }

    /** The same document with the values masked that are likely secrets, wherever they are. */
    static JsonNode masked(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(field ->
                            copy.set(field.getKey(), masked(field.getKey(), field.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> copy.add(masked(element)));
            return copy;
        }
        return node.isString()
                ? JsonNodeFactory.instance.stringNode(assignment(node.stringValue()))
                : node;
    }

    private static JsonNode masked(String name, JsonNode value) {
        return value.isString()
                ? JsonNodeFactory.instance.stringNode(assignment(shown(name, value.stringValue())))
                : masked(value);
    }

    /**
     * Variables stand in lists as {@code NAME=value}, and commands may carry {@code --password=…}.
     */
    private static String assignment(String text) {
        int equals = text.indexOf('=');
        return equals <= 0
                ? withoutPasswords(text)
                : text.substring(0, equals + 1)
                        + shown(text.substring(0, equals), text.substring(equals + 1));
    }

    private static String withoutPasswords(String value) {
        return IN_ADDRESS.matcher(value).replaceAll("$1" + MASK + "@");
    }
}
