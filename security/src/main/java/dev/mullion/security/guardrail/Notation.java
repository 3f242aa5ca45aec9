package dev.mullion.security.guardrail;

import tools.jackson.databind.JsonNode;

/**
 * How the values of a rule stand in a document.
 *
 * @param <B> the kind of value
 */
interface Notation<B extends Bound<B>> {

    /**
     * Reads a value, strictly.
     *
     * @param at where it stands, for the message
     * @throws PolicyFormatException if it isn't understood completely
     */
    B read(JsonNode json, String at);

    /** Returns the value as texts, numbers, lists and maps that become JSON. */
    Object write(B value);
}
