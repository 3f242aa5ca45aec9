package dev.mullion.security.guardrail;

import dev.mullion.docker.Isolation;

/** What has to be so for a host to be shared with other tenants. */
public enum Sharing {
    /** The others have the same trust level. */
    SAME_TRUST,
    /** The container is isolated by Hyper-V. */
    HYPERV,
    /** There are no others. */
    ALONE;

    private static final String FIELD = "host";

    static void check(Workload asked, Demands<Sharing> demands, Objections objections) {
        var others = asked.host().sharedWith();
        if (others.isEmpty()) {
            return;
        }
        if (demands.has(ALONE)) {
            objections.add(
                    FIELD,
                    "a host shared with other tenants",
                    "only hosts of the tenant's own are allowed",
                    "Choose a host that no other tenant uses.");
        }
        if (demands.has(SAME_TRUST)
                && others.stream().anyMatch(other -> other.trust() != asked.placement().trust())) {
            objections.add(
                    FIELD,
                    "a host shared with tenants of another trust level",
                    "hosts may be shared only with "
                            + asked.placement().trust().code()
                            + " tenants",
                    "Choose a host without such tenants.");
        }
        if (demands.has(HYPERV) && asked.hostConfig().isolation() != Isolation.HYPERV) {
            objections.add(
                    FIELD,
                    "a shared host without Hyper-V isolation",
                    "hosts may be shared only by what has Hyper-V isolation",
                    "Ask for hyperv, or choose a host that no other tenant uses.");
        }
    }
}
