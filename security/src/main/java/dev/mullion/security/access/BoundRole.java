package dev.mullion.security.access;

import dev.mullion.security.Auditable;

/**
 * A role that somebody has somewhere, with the names that people know it by.
 *
 * @param inForce whether it counts now: it has begun, has not ended, and nobody involved is
 *     suspended
 */
public record BoundRole(Binding binding, Role role, Principal principal, boolean inForce)
        implements Auditable {

    @Override
    public String auditText() {
        return role.name()
                + " at "
                + binding.path()
                + " for "
                + principal.name()
                + " "
                + principal.id()
                + (binding.from() == null ? "" : " from " + binding.from())
                + (binding.until() == null ? "" : " until " + binding.until());
    }
}
