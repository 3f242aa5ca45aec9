package dev.mullion.security;

/**
 * Whether a call may happen, and why.
 *
 * @param reason one clause that a person can read, without a full stop
 */
public record Decision(boolean allowed, String reason) {

    static Decision allow(String reason) {
        return new Decision(true, reason);
    }

    static Decision refuse(String reason) {
        return new Decision(false, reason);
    }
}
