package dev.mullion.security;

/**
 * An exception that can mean that somebody was let in and what they asked for was refused all the
 * same, by a rule: the audit tells that from what merely went wrong.
 */
public interface Refusal {

    /** Whether it means that here. */
    boolean refused();
}
