package dev.mullion.security.guardrail;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A set of things of which every one has to be so. Each more is stricter.
 *
 * @param <E> the things that can be demanded
 * @param demanded without repetition, in their order
 */
public record Demands<E extends Enum<E>>(List<E> demanded) implements Bound<Demands<E>> {

    /** Puts them into their order. */
    public Demands {
        demanded = demanded.stream().distinct().sorted(Comparator.naturalOrder()).toList();
    }

    /**
     * Demands these.
     *
     * @param <E> the things that can be demanded
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <E extends Enum<E>> Demands<E> of(E... demanded) {
        return new Demands<>(List.of(demanded));
    }

    boolean has(E demand) {
        return demanded.contains(demand);
    }

    boolean hasAll(Collection<E> demands) {
        return demanded.containsAll(demands);
    }

    @Override
    public Demands<E> and(Demands<E> other) {
        return hasAll(other.demanded)
                ? this
                : new Demands<>(Stream.concat(demanded.stream(), other.demanded.stream()).toList());
    }
}
