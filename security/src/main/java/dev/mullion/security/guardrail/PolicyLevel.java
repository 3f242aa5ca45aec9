package dev.mullion.security.guardrail;

/**
 * What is said at one place.
 *
 * @param origin the place
 * @param policy what is said
 */
public record PolicyLevel(Origin origin, Policy policy) {}
