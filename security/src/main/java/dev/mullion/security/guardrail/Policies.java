package dev.mullion.security.guardrail;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Brings together what several levels say. */
public final class Policies {

    private Policies() {}

    /**
     * Merges levels. The order doesn't matter, nor whether one is given twice; two different
     * policies of the same origin both hold.
     *
     * @param levels for a tenant's work: what is built in for its trust level, what the platform
     *     says for that, what the tenant says, what the stage says
     */
    public static MergedPolicy merge(Collection<PolicyLevel> levels) {
        Map<Origin, Policy> byOrigin = new TreeMap<>();
        for (PolicyLevel level : levels) {
            byOrigin.merge(level.origin(), level.policy(), Policies::both);
        }
        return MergedPolicy.ofSorted(
                byOrigin.entrySet().stream()
                        .map(level -> new PolicyLevel(level.getKey(), level.getValue()))
                        .toList());
    }

    /** Merges levels. */
    public static MergedPolicy merge(PolicyLevel... levels) {
        return merge(Arrays.asList(levels));
    }

    /** Merges what was merged. */
    public static MergedPolicy merge(MergedPolicy one, MergedPolicy other) {
        return merge(Stream.concat(one.levels().stream(), other.levels().stream()).toList());
    }

    private static Policy both(Policy one, Policy other) {
        Policy both = one;
        for (Rule<?> rule : other.rules()) {
            both = withBoth(both, other, rule);
        }
        return both;
    }

    private static <B extends Bound<B>> Policy withBoth(Policy one, Policy other, Rule<B> rule) {
        B mine = one.value(rule);
        B theirs = other.value(rule);
        if (theirs == null) {
            return one;
        }
        return one.with(rule, mine == null ? theirs : mine.and(theirs));
    }
}
