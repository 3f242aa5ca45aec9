package dev.mullion.security.guardrail;

/**
 * What a rule allows. The values of one kind are a meet-semilattice: {@link #and} is commutative,
 * associative and idempotent, and never allows more than either side. {@link Object#equals} tells
 * whether two values allow the same.
 *
 * @param <B> the kind itself
 */
public interface Bound<B extends Bound<B>> {

    /**
     * Returns what both allow.
     *
     * @param other another value of the same kind
     */
    B and(B other);
}
