package dev.mullion.security.guardrail;

import dev.mullion.security.Trust;

/** The rule sets that come with Mullion. */
public final class ReadyMade {

    private static final Policy HOSTILE_FLOOR =
            Policy.EMPTY
                    .with(Rules.ISOLATION, IsolationFloor.HYPERV)
                    .with(Rules.HOST_SHARING, Demands.of(Sharing.HYPERV));

    private static final Policy RESTRICTED =
            Policy.EMPTY
                    .with(Rules.ISOLATION, IsolationFloor.HYPERV_WHERE_OFFERED)
                    .with(Rules.HOST_SHARING, Demands.of(Sharing.SAME_TRUST));

    private ReadyMade() {}

    /**
     * What nobody can loosen for tenants of a trust level. {@link Guardrail} adds it to whatever
     * policy it is given.
     */
    public static PolicyLevel floor(Trust trust) {
        return new PolicyLevel(
                Origin.builtIn(trust),
                switch (trust) {
                    case TRUSTED -> Policy.EMPTY;
                    case RESTRICTED -> Policy.EMPTY;
                    case HOSTILE -> HOSTILE_FLOOR;
                });
    }

    /**
     * What the platform says for tenants of a trust level until somebody writes something else
     * instead.
     */
    public static PolicyLevel usual(Trust trust) {
        return new PolicyLevel(
                Origin.platform(trust),
                switch (trust) {
                    case TRUSTED -> Policy.EMPTY;
                    case RESTRICTED -> RESTRICTED;
                    case HOSTILE -> HOSTILE_FLOOR;
                });
    }
}
