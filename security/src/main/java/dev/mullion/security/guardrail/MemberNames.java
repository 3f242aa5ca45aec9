package dev.mullion.security.guardrail;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives the members of a request the case of letters that Docker's documentation writes, for
 * engines ignore it. Two that differ only in case are refused: which one counts, who knows.
 */
final class MemberNames {

    private record Member(String name, Type type) {}

    private MemberNames() {}

    /** Renames members throughout; those that aren't known stay, to be refused by their name. */
    static JsonNode documented(JsonNode json, Type type) {
        if (json instanceof ObjectNode object) {
            return type instanceof Class<?> record && record.isRecord()
                    ? members(object, known(record))
                    : values(object, argument(type, 1));
        }
        if (json instanceof ArrayNode array) {
            ArrayNode renamed = array.arrayNode();
            array.values().forEach(each -> renamed.add(documented(each, argument(type, 0))));
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
                throw new RequestFormatException(
                        "The member " + Objections.quoted(each.getKey()) + " is there twice.");
            }
            Member member = known.getOrDefault(small, new Member(each.getKey(), Object.class));
            renamed.set(member.name(), documented(each.getValue(), member.type()));
        }
        return renamed;
    }

    /** What stands in a map is called as people like, each name for itself. */
    private static ObjectNode values(ObjectNode object, Type type) {
        ObjectNode renamed = object.objectNode();
        object.properties()
                .forEach(each -> renamed.set(each.getKey(), documented(each.getValue(), type)));
        return renamed;
    }

    private static Type argument(Type type, int index) {
        List<Type> arguments =
                type instanceof ParameterizedType generic
                        ? List.of(generic.getActualTypeArguments())
                        : new ArrayList<>();
        return index < arguments.size() ? arguments.get(index) : Object.class;
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
