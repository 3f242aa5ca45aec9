package dev.mullion.engine.http;

import dev.mullion.engine.EngineProblem;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The filters of lists, events and prunes: {@code {"name": ["a", "b"]}}, or as older clients write
 * them {@code {"name": {"a": true}}}. The values of one name are alternatives.
 */
public final class Filters {

    private final Map<String, Set<String>> values;

    private Filters(Map<String, Set<String>> values) {
        this.values = values;
    }

    static Filters of(@Nullable String json) {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        if (json != null && !json.isEmpty()) {
            read(json).properties().forEach(one -> values.put(one.getKey(), set(one.getValue())));
        }
        return new Filters(values);
    }

    private static JsonNode read(String json) {
        try {
            JsonNode tree = JsonBody.mapper().readTree(json);
            if (tree.isObject()) {
                return tree;
            }
        } catch (JacksonException e) {
            throw EngineProblem.invalid("invalid filter: " + e.getOriginalMessage());
        }
        throw EngineProblem.invalid("invalid filter");
    }

    private static Set<String> set(JsonNode node) {
        Set<String> values = new LinkedHashSet<>();
        if (node.isArray()) {
            for (JsonNode value : node) {
                if (!value.isString()) {
                    throw EngineProblem.invalid("invalid filter");
                }
                values.add(value.stringValue());
            }
        } else if (node.isObject()) {
            node.properties()
                    .forEach(one -> {
                        if (one.getValue().asBoolean(false)) {
                            values.add(one.getKey());
                        }
                    });
        } else if (!node.isNull()) {
            throw EngineProblem.invalid("invalid filter");
        }
        return values;
    }

    /** Returns all values of a name, in the order in which they came; none if it isn't there. */
    public List<String> all(String key) {
        return List.copyOf(values.getOrDefault(key, Set.of()));
    }

    /** Returns whether a name is there with a value. */
    public boolean has(String key) {
        return !all(key).isEmpty();
    }

    /** Returns whether there are no filters at all. */
    public boolean isEmpty() {
        return values.values().stream().allMatch(Set::isEmpty);
    }

    /** Returns whether a value is one of those asked for, or none is asked for. */
    public boolean matches(String key, String value) {
        Set<String> wanted = values.getOrDefault(key, Set.of());
        return wanted.isEmpty() || wanted.contains(value);
    }

    /**
     * Returns whether a value begins with one of those asked for, or none is asked for; so ids can
     * be shortened.
     */
    public boolean matchesPrefix(String key, String value) {
        Set<String> wanted = values.getOrDefault(key, Set.of());
        return wanted.isEmpty() || wanted.stream().anyMatch(value::startsWith);
    }

    /**
     * Returns whether labels are as asked: {@code name} has to be there, {@code name=value} with
     * that value, and all that is asked has to be so.
     *
     * @param key the filter that lists what is wanted; of one that lists what is not, the caller
     *     turns the answer round
     * @param labels what is there
     */
    public boolean matchesLabels(String key, Map<String, String> labels) {
        return values.getOrDefault(key, Set.of()).stream().allMatch(one -> labelled(one, labels));
    }

    private static boolean labelled(String wanted, Map<String, String> labels) {
        int equals = wanted.indexOf('=');
        if (equals < 0) {
            return labels.containsKey(wanted);
        }
        String name = wanted.substring(0, equals);
        return wanted.substring(equals + 1).equals(labels.get(name));
    }

    /**
     * Reads a filter that says yes or no.
     *
     * @param key for example {@code dangling}
     * @param absent what holds if it isn't there
     * @throws EngineProblem if it is something else than true, false, 1 or 0, or both
     */
    public boolean flag(String key, boolean absent) {
        List<String> all = all(key);
        if (all.isEmpty()) {
            return absent;
        }
        boolean yes = all.stream().allMatch(one -> one.equals("true") || one.equals("1"));
        boolean no = all.stream().allMatch(one -> one.equals("false") || one.equals("0"));
        if (yes == no) {
            throw EngineProblem.invalid("invalid filter '" + key + "=" + all + "'");
        }
        return yes;
    }

    /**
     * Refuses filters that nobody knows.
     *
     * @param known the names of those that this list has
     * @return this
     * @throws EngineProblem in Docker's words
     */
    public Filters only(Set<String> known) {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw EngineProblem.invalid("invalid filter '" + name + "'");
            }
        }
        return this;
    }
}
