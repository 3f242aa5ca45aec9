package dev.mullion.security.policy;

import dev.mullion.security.guardrail.Policy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is said at one place.
 *
 * @param policy what holds there; what comes with Mullion as long as nobody wrote anything
 * @param version to be given back by who changes it, so that nobody undoes what somebody else wrote
 *     meanwhile; 0 if nobody wrote anything
 * @param writtenAt when it was written, if it was
 * @param writtenBy the name of who wrote it, if somebody did
 */
public record WrittenPolicy(
        PolicyPlace place,
        Policy policy,
        long version,
        @Nullable Instant writtenAt,
        @Nullable String writtenBy) {

    /** Nobody wrote anything. */
    public static final long UNWRITTEN = 0;
}
