package dev.mullion.security.guardrail;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Paths and all that is below them. Kept without those that are below another, so that two that
 * allow the same are equal.
 *
 * @param paths each by its parts from the top; one without parts is the top and allows everything
 */
public record Prefixes(NavigableSet<List<String>> paths) implements Bound<Prefixes> {

    // part by part, so that what is below a path follows it at once; before the first value, which
    // needs it
    private static final Comparator<List<String>> ORDER = Prefixes::compare;

    /** Every path. */
    public static final Prefixes ANY = of(List.of(List.of()));

    /** No path. */
    public static final Prefixes NONE = of(List.of());

    /** Leaves out what is below another. */
    public Prefixes {
        NavigableSet<List<String>> sorted = new TreeSet<>(ORDER);
        sorted.addAll(paths);
        NavigableSet<List<String>> least = new TreeSet<>(ORDER);
        for (List<String> path : sorted) {
            if (least.isEmpty() || !isBelow(path, least.last())) {
                least.add(List.copyOf(path));
            }
        }
        paths = Collections.unmodifiableNavigableSet(least);
    }

    private static int compare(List<String> one, List<String> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    static Prefixes of(Collection<List<String>> paths) {
        NavigableSet<List<String>> sorted = new TreeSet<>(ORDER);
        sorted.addAll(paths);
        return new Prefixes(sorted);
    }

    boolean any() {
        return allows(List.of());
    }

    boolean allows(List<String> path) {
        List<String> nearest = paths.floor(path);
        return nearest != null && isBelow(path, nearest);
    }

    /** Whether the one is the other or below it. */
    static boolean isBelow(List<String> path, List<String> above) {
        return path.size() >= above.size() && path.subList(0, above.size()).equals(above);
    }

    @Override
    public Prefixes and(Prefixes other) {
        if (any()) {
            return other;
        }
        if (other.any() || equals(other)) {
            return this;
        }
        List<List<String>> both = new ArrayList<>();
        paths.stream().filter(other::allows).forEach(both::add);
        other.paths.stream().filter(this::allows).forEach(both::add);
        return of(both);
    }

    /** How repositories stand in a document: {@code "any"}, or a list of their beginnings. */
    static Notation<Prefixes> repositories() {
        return new Notation<>() {
            @Override
            public Prefixes read(JsonNode json, String at) {
                return Lists.isAny(json)
                        ? ANY
                        : of(
                                Lists.texts(json, at).stream()
                                        .map(text -> Repository.parts(at, text))
                                        .toList());
            }

            @Override
            public Object write(Prefixes value) {
                return value.any()
                        ? Lists.ANY
                        : value.paths().stream()
                                .map(parts -> String.join("/", parts))
                                .collect(Collectors.toList());
            }
        };
    }
}
