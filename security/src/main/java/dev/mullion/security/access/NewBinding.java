package dev.mullion.security.access;

import dev.mullion.security.Auditable;
import dev.mullion.security.Resource;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A role to be given.
 *
 * @param at where it shall count
 * @param principal the id of the account or group that gets it
 * @param from from when on it shall count; at once if absent
 * @param until when it shall count no longer; never if absent
 */
public record NewBinding(
        AccessPath at, UUID principal, UUID role, @Nullable Instant from, @Nullable Instant until)
        implements Resource, Auditable {

    /** A role to be given at once and until it is taken away. */
    public static NewBinding of(AccessPath at, UUID principal, UUID role) {
        return new NewBinding(at, principal, role, null, null);
    }

    /** Where it shall count: that is what the giver has to have a right at. */
    @Override
    public String path() {
        return at.path();
    }

    @Override
    public String auditText() {
        return "role " + role + " to " + principal;
    }

    Binding withId(UUID id) {
        return new Binding(id, principal, role, at, from, until);
    }
}
