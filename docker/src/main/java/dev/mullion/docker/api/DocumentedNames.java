package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives the members of a request the case of letters that Docker's documentation writes. Docker
 * takes them in any case; Jackson would too, but not where records are unwrapped into each other,
 * and would leave those out without a word.
 */
public final class DocumentedNames {

    private record Member(String name, Type type) {}

    private DocumentedNames() {}

    /**
     * Renames members throughout. Those that aren't known, and the keys of maps, stay as they are.
     *
     * @param json a request as it came
     * @param type the record it is to become
     * @return a copy
     * @throws IllegalArgumentException if two members differ only in case: which one counts, who
     *     knows
     */
    public static JsonNode of(JsonNode json, Type type) {
        if (json instanceof ObjectNode object) {
            return type instanceof Class<?> record && record.isRecord()
                    ? members(object, known(record))
                    : values(object, argument(type, 1));
        }
        if (json instanceof ArrayNode array) {
            ArrayNode renamed = array.arrayNode();
            array.values().forEach(each -> renamed.add(of(each, argument(type, 0))));
            return renamed;
        }
        return json;
    }

    private static ObjectNode members(ObjectNode object, Map<String, Member> known) {
        ObjectNode renamed = object.objectNode();
        Set<String> seen = new HashSet<>();
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            String small = each.getKey().toLowerCase(Locale.ROOT);
            if (!seen.add(small)) {
                throw new IllegalArgumentException(
                        "the member \"" + each.getKey() + "\" is there twice");
            }
            Member member = known.getOrDefault(small, new Member(each.getKey(), Object.class));
            renamed.set(member.name(), of(each.getValue(), member.type()));
        }
        return renamed;
    }

    /** What stands in a map is called as people like, each name for itself. */
    private static ObjectNode values(ObjectNode object, Type type) {
        ObjectNode renamed = object.objectNode();
        object.properties().forEach(each -> renamed.set(each.getKey(), of(each.getValue(), type)));
        return renamed;
    }

    private static Type argument(Type type, int index) {
        return type instanceof ParameterizedType generic
                        && index < generic.getActualTypeArguments().length
                ? generic.getActualTypeArguments()[index]
                : Object.class;
    }

    private static Map<String, Member> known(Class<?> record) {
        Map<String, Member> known = new HashMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                known.putAll(known(component.getType()));
                continue;
            }
            JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
            String plain = component.getName();
            String name =
                    named == null || named.value().isEmpty()
                            ? plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1)
                            : named.value();
            known.put(name.toLowerCase(Locale.ROOT), new Member(name, component.getGenericType()));
        }
        return known;
    }
}
