package dev.mullion.engine.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands behind the question mark. */
record Query(Map<String, List<String>> values) {

    /**
     * Takes a query apart.
     *
     * @param raw as it came over the wire; null if there is none
     * @throws dev.mullion.engine.EngineProblem if it can't be decoded
     */
    static Query of(@Nullable String raw) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                if (!name.isEmpty()) {
                    values.computeIfAbsent(Percent.decode(name, true), n -> new ArrayList<>())
                            .add(Percent.decode(value, true));
                }
            }
        }
        return new Query(values);
    }

    /** Returns the first value, as Docker takes it; null if the name isn't there. */
    @Nullable String first(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.getFirst();
    }

    List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }
}
