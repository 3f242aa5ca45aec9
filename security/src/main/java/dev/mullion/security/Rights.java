package dev.mullion.security;

import java.util.UUID;

/**
 * Where the rights of an account are read. The roles that are bound in the database are one source;
 * tests bring their own.
 */
@FunctionalInterface
public interface Rights {

    /** Whether the account may, by the state of things now. An account that is gone may nothing. */
    Decision decide(UUID account, Permission permission, Resource resource);

    /**
     * Whether there is any place at all where the account may. It decides nothing: it says whether
     * a page that shows such places is worth offering.
     */
    default boolean anywhere(UUID account, Permission permission) {
        return decide(account, permission, Resource.PLATFORM).allowed();
    }
}
