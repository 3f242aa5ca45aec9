package dev.mullion.backend.api;

import dev.mullion.security.access.BoundRole;
import dev.mullion.security.access.PrincipalKind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A role that somebody has somewhere.
 *
 * @param id the binding's
 * @param principal the id of the account or group
 * @param from when it begins to count; null if it does already
 * @param until when it counts no longer; null if it stays
 * @param inForce whether it counts now
 */
record BoundRoleBody(
        UUID id,
        String path,
        UUID role,
        String roleName,
        UUID principal,
        PrincipalKind kind,
        String name,
        @Nullable Instant from,
        @Nullable Instant until,
        boolean inForce) {

    static BoundRoleBody of(BoundRole bound) {
        var binding = bound.binding();
        return new BoundRoleBody(
                binding.id(),
                binding.path().path(),
                bound.role().id(),
                bound.role().name(),
                bound.principal().id(),
                bound.principal().kind(),
                bound.principal().name(),
                binding.from(),
                binding.until(),
                bound.inForce());
    }

    /** What lists are searched in. */
    String words() {
        return name + " " + roleName + " " + path;
    }
}
