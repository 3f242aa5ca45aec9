package dev.mullion.engine.container;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Finds what a request says that no version of the API that is known here has a word for. */
final class UnknownMembers {

    private UnknownMembers() {}

    /**
     * Warns of each.
     *
     * @param json the request as it came
     * @param type what it was read as
     */
    static void warn(JsonNode json, Class<? extends Record> type, List<String> warnings) {
        warn("", json, type, warnings);
    }

    private static void warn(String above, JsonNode json, Class<?> type, List<String> warnings) {
        Map<String, Class<?>> known = members(type);
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            // Go, and with it every client's habit, doesn't tell large letters from small ones
            Class<?> as = known.get(member.getKey().toLowerCase(Locale.ROOT));
            if (as == null) {
                warnings.add(
                        "The request's member "
                                + above
                                + member.getKey()
                                + " is unknown to this engine and ignored.");
            } else if (as.isRecord() && member.getValue().isObject()) {
                warn(above + member.getKey() + ".", member.getValue(), as, warnings);
            }
        }
    }

    private static Map<String, Class<?>> members(Class<?> type) {
        Map<String, Class<?>> members = new HashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                members.putAll(members(component.getType()));
                continue;
            }
            JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
            String name =
                    named == null || named.value().isEmpty() ? component.getName() : named.value();
            members.put(name.toLowerCase(Locale.ROOT), component.getType());
        }
        return members;
    }
}
