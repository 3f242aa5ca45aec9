package dev.mullion.security;

/**
 * An argument or answer of an audited call that can say what it is. Beside those that are marked
 * {@link Audited} the audit records no other argument, because arguments hold secrets (passwords,
 * variables of a container) more often than not.
 */
public interface Auditable {

    /** One line for the audit, without any secret; cut off at 500 characters. */
    String auditText();
}
