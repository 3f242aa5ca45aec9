package dev.mullion.security.access;

import java.util.Set;
import java.util.UUID;

/**
 * Somebody or something that roles are bound to.
 *
 * @param suspended whether it may do nothing for now, whatever is bound to it
 * @param groups the groups it is in; a group is in none
 */
public record Principal(
        UUID id, PrincipalKind kind, String name, boolean suspended, Set<UUID> groups) {

    public Principal {
        groups = Set.copyOf(groups);
    }
}
