package dev.mullion.security.access;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A role that somebody has at a path and below it.
 *
 * @param principal the id of the account or group
 * @param from when it begins to count; at once if absent
 * @param until when it counts no longer; never if absent
 */
public record Binding(
        UUID id,
        UUID principal,
        UUID role,
        AccessPath path,
        @Nullable Instant from,
        @Nullable Instant until) {

    /** Whether it counts at a moment: from its begin on, and no longer at its end. */
    public boolean validAt(Instant now) {
        return (from == null || !now.isBefore(from)) && (until == null || now.isBefore(until));
    }
}
