package dev.mullion.security.guardrail;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * Names of which any may be used.
 *
 * @param any whether every name there could be may
 * @param names those that may; empty if every name may
 */
public record Among(boolean any, Set<String> names) implements Bound<Among> {

    /** Every name. */
    public static final Among ANY = new Among(true, Set.of());

    /** No name. */
    public static final Among NONE = new Among(false, Set.of());

    /** Keeps its own copy. */
    public Among {
        if (any && !names.isEmpty()) {
            throw new IllegalArgumentException("Where any name may be used, none is listed");
        }
        names = Collections.unmodifiableSet(new TreeSet<>(names));
    }

    /** Only these. */
    public static Among of(String... names) {
        return of(Arrays.asList(names));
    }

    /** Only these. */
    public static Among of(Collection<String> names) {
        return new Among(false, new TreeSet<>(names));
    }

    boolean allows(String name) {
        return any || names.contains(name);
    }

    /** The names for a sentence. */
    String listed(String nothing) {
        return names.isEmpty() ? nothing : "only " + String.join(", ", names);
    }

    @Override
    public Among and(Among other) {
        if (any) {
            return other;
        }
        if (other.any) {
            return this;
        }
        Set<String> both = new TreeSet<>(names);
        both.retainAll(other.names);
        return of(both);
    }

    /**
     * How such names stand in a document: {@code "any"}, or a list.
     *
     * @param form brings one (second) that stands at a place (first) into the form that is
     *     compared; throws {@link PolicyFormatException}
     */
    static Notation<Among> notation(BinaryOperator<String> form) {
        return new Notation<>() {
            @Override
            public Among read(JsonNode json, String at) {
                return Lists.isAny(json)
                        ? ANY
                        : of(
                                Lists.texts(json, at).stream()
                                        .map(text -> form.apply(at, text))
                                        .toList());
            }

            @Override
            public Object write(Among value) {
                return value.any() ? Lists.ANY : value.names();
            }
        };
    }
}
