package dev.mullion.security.guardrail;

/** A policy's document can't be read. The message says where, and what would be right there. */
public final class PolicyFormatException extends IllegalArgumentException {

    private final String at;

    PolicyFormatException(String at, String message) {
        super(message);
        this.at = at;
    }

    /** The member that can't be read, for example {@code rules.isolation}; empty for the whole. */
    public String at() {
        return at;
    }
}
