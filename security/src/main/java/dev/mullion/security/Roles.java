package dev.mullion.security;

import java.util.Optional;
import java.util.UUID;

/**
 * Where the role of an account is read. The accounts in the database are one source; tests bring
 * their own.
 */
@FunctionalInterface
public interface Roles {

    /** The account's role now; empty if there is no such account or it has no role. */
    Optional<Role> of(UUID accountId);
}
