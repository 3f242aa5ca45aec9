package dev.mullion.backend.host;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the portal stands with a host now.
 *
 * @param since when the state began
 * @param reason why it is not ready, and what to do; null when there is nothing to say
 * @param lastSeen when the host last answered in full; null when it never did
 * @param nextAttempt when it is asked again, if it is not ready; null when no time is set
 */
public record HostStatus(
        HostState state,
        Instant since,
        @Nullable String reason,
        @Nullable Instant lastSeen,
        @Nullable Instant nextAttempt) {

    static HostStatus connecting(Instant now) {
        return new HostStatus(HostState.CONNECTING, now, null, null, null);
    }

    HostStatus seen(Instant now) {
        return new HostStatus(
                HostState.READY, state == HostState.READY ? since : now, null, now, null);
    }

    HostStatus lost(HostState how, String why, Instant now, Instant next) {
        return new HostStatus(how, state == how ? since : now, why, lastSeen, next);
    }
}
