package dev.mullion.security.quota;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is reckoned for one container.
 *
 * @param container null as long as it isn't made
 * @param heldUntil until when nothing is taken off it
 */
record Claim(
        UUID id,
        QuotaPlace.OfStage at,
        UUID host,
        @Nullable String container,
        Demand demand,
        @Nullable Instant heldUntil) {

    Claim with(Demand now, @Nullable Instant held) {
        return new Claim(id, at, host, container, now, held);
    }

    Claim of(String made, Instant held) {
        return new Claim(id, at, host, made, demand, held);
    }

    boolean held(Instant now) {
        return heldUntil != null && now.isBefore(heldUntil);
    }

    /** Reserved for something that never came. */
    boolean lapsed(Instant now) {
        return container == null && !held(now);
    }
}
