package dev.mullion.hcs.emulator.compute;

import dev.mullion.hcs.emulator.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What a document may have in it: the service refuses a member that it doesn't know. */
interface Shape {

    /** Anything at all: what isn't emulated. */
    Shape ANY = (node, path, minor) -> {};

    Shape TEXT = (node, path, minor) -> require(node.isString(), path, "a text");

    Shape NUMBER = (node, path, minor) -> require(node.isNumber(), path, "a number");

    Shape FLAG = (node, path, minor) -> require(node.isBoolean(), path, "true or false");

    /** Texts by any name. */
    Shape TEXTS =
            (node, path, minor) -> {
                require(node.isObject(), path, "an object");
                node.properties()
                        .forEach(member ->
                                TEXT.check(member.getValue(), path + "." + member.getKey(), minor));
            };

    /**
     * Checks a part of a document.
     *
     * @param node the part
     * @param path where it is, for the message
     * @param minor the newest schema 2 that the service knows
     * @throws Refusal INVALID_JSON if it isn't so
     */
    void check(JsonNode node, String path, int minor);

    /** A list whose elements are alike. */
    static Shape list(Shape element) {
        return (node, path, minor) -> {
            require(node.isArray(), path, "a list");
            for (int i = 0; i < node.size(); i++) {
                element.check(node.path(i), path + "[" + i + "]", minor);
            }
        };
    }

    /**
     * An object.
     *
     * @param members names and shapes by turns; a name that ends in {@code @3} is known from schema
     *     2.3 on
     */
    static Shape object(Object... members) {
        Map<String, Member> known = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            String[] name = ((String) members[i]).split("@", -1);
            known.put(
                    name[0],
                    new Member(
                            (Shape) members[i + 1],
                            name.length == 1 ? 0 : Integer.parseInt(name[1])));
        }
        return (node, path, minor) -> {
            require(node.isObject(), path, "an object");
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                String inner = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
                Member expected = known.get(member.getKey());
                if (expected == null || expected.since() > minor) {
                    throw Refusal.of(
                            Codes.INVALID_JSON,
                            "The document has an unknown member " + inner + ".");
                }
                expected.shape().check(member.getValue(), inner, minor);
            }
        };
    }

    /** A member and the schema that brought it. */
    record Member(Shape shape, int since) {}

    private static void require(boolean right, String path, String what) {
        if (!right) {
            throw Refusal.of(
                    Codes.INVALID_JSON,
                    "The document has something else than " + what + " at " + path + ".");
        }
    }
}
