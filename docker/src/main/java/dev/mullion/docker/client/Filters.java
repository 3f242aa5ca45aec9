package dev.mullion.docker.client;

import dev.mullion.docker.api.DockerJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The filters that lists, events and prunes take, as they are sent. */
final class Filters {

    private Filters() {}

    static Map<String, List<String>> copy(Map<String, List<String>> filters) {
        Map<String, List<String>> copy = new TreeMap<>();
        filters.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        return Collections.unmodifiableMap(copy);
    }

    static Map<String, List<String>> with(
            Map<String, List<String>> filters, String name, List<String> values) {
        Map<String, List<String>> more = new TreeMap<>(filters);
        List<String> all = new ArrayList<>(more.getOrDefault(name, List.of()));
        all.addAll(values);
        more.put(name, all);
        return copy(more);
    }

    static @Nullable String json(Map<String, List<String>> filters) {
        return filters.isEmpty() ? null : DockerJson.mapper().writeValueAsString(filters);
    }
}
