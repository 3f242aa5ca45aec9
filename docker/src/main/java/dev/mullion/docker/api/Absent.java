package dev.mullion.docker.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What stands in a record where the engine sent nothing or null. Everything is copied. */
final class Absent {

    private Absent() {}

    static String text(@Nullable String sent) {
        return sent == null ? "" : sent;
    }

    /** Go sends the empty text for what isn't there. */
    static @Nullable String orNull(@Nullable String sent) {
        return sent == null || sent.isEmpty() ? null : sent;
    }

    static <T> List<T> list(@Nullable List<T> sent) {
        if (sent == null) {
            return List.of();
        }
        List<T> copy = new ArrayList<>(sent);
        copy.removeIf(Objects::isNull);
        return Collections.unmodifiableList(copy);
    }

    /** Leaves out {@code <none>:<none>}, which older engines list for an image without a name. */
    static List<String> named(@Nullable List<String> sent, String noName) {
        return list(sent).stream().filter(name -> !name.startsWith(noName)).toList();
    }

    /** Keeps the engine's order; members whose value is null are left out. */
    static <V> Map<String, V> map(@Nullable Map<String, V> sent) {
        if (sent == null) {
            return Map.of();
        }
        Map<String, V> copy = new LinkedHashMap<>(sent);
        copy.values().removeIf(Objects::isNull);
        return Collections.unmodifiableMap(copy);
    }

    /**
     * Keeps members whose value is null, as an empty list: an exposed port that isn't published.
     */
    static <V> Map<String, List<V>> lists(@Nullable Map<String, List<V>> sent) {
        if (sent == null) {
            return Map.of();
        }
        Map<String, List<V>> copy = new LinkedHashMap<>();
        sent.forEach((key, value) -> copy.put(key, list(value)));
        return Collections.unmodifiableMap(copy);
    }

    static <T> T required(@Nullable T sent, String what) {
        if (sent == null) {
            throw new IllegalArgumentException("the answer has no " + what);
        }
        return sent;
    }
}
