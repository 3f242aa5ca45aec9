package dev.mullion.security.audit;

/** Where a call had got to when a record of it was written. */
public enum Phase {
    /** It was about to happen. */
    ATTEMPT,
    /** It happened. */
    SUCCEEDED,
    /** It was let through and went wrong. */
    FAILED,
    /** It was not let through. */
    REFUSED
}
