package dev.mullion.backend.api;

import dev.mullion.security.Permission;
import dev.mullion.security.access.EffectiveRight;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody may do something, and why.
 *
 * @param binding what allows it; null if it is refused, or everybody may
 * @param grantableBy roles whose holders could give what is missing
 */
record RightBody(
        Permission permission,
        boolean allowed,
        String reason,
        @Nullable UUID binding,
        List<String> grantableBy) {

    static RightBody of(EffectiveRight right) {
        var decision = right.decision();
        var grant = decision.grant();
        return new RightBody(
                right.permission(),
                decision.allowed(),
                decision.reason(),
                grant == null ? null : grant.binding(),
                decision.grantableBy());
    }
}
