package dev.mullion.security.guardrail;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Paths and all that is below them. Kept without those that are below another, so that two that
 * allow the same are equal.
 *
 * @param paths each by its parts from the top; one without parts is the top and allows everything
 */
public record Prefixes(Set<List<String>> paths) implements Bound<Prefixes> {

    // before the first value, which needs it
    private static final Comparator<List<String>> ORDER =
            Comparator.<List<String>, String>comparing(parts -> String.join("\0", parts))
                    .thenComparingInt(List::size);

    /** Every path. */
    public static final Prefixes ANY = new Prefixes(Set.of(List.of()));

    /** No path. */
    public static final Prefixes NONE = new Prefixes(Set.of());

    /** Leaves out what is below another. */
    public Prefixes {
        TreeSet<List<String>> least = new TreeSet<>(ORDER);
        for (List<String> path : paths) {
            if (paths.stream().noneMatch(above -> isBelow(path, above) && !above.equals(path))) {
                least.add(List.copyOf(path));
            }
        }
        paths = Collections.unmodifiableSet(least);
    }

    static Prefixes of(Collection<List<String>> paths) {
        return new Prefixes(Set.copyOf(paths));
    }

    boolean any() {
        return allows(List.of());
    }

    boolean allows(List<String> path) {
        return paths.stream().anyMatch(above -> isBelow(path, above));
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
        if (other.any()) {
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
