package dev.mullion.security.guardrail;

import dev.mullion.docker.Isolation;

/** How far apart from its host a container has to be. */
public enum IsolationFloor implements Bound<IsolationFloor> {
    /** As the host does it. */
    ANY,
    /** With its own kernel wherever the host can do that. */
    HYPERV_WHERE_OFFERED,
    /** With its own kernel, or not at all. */
    HYPERV;

    private static final String FIELD = "HostConfig.Isolation";

    @Override
    public IsolationFloor and(IsolationFloor other) {
        return compareTo(other) >= 0 ? this : other;
    }

    static void check(Workload asked, IsolationFloor floor, Objections objections) {
        Isolation isolation = asked.hostConfig().isolation();
        boolean offered = asked.host().isolations().contains(Isolation.HYPERV);
        if (isolation == Isolation.HYPERV && !offered) {
            objections.add(
                    FIELD,
                    isolation.wire(),
                    "this host doesn't offer it",
                    floor == HYPERV
                            ? "Choose a host that offers Hyper-V isolation."
                            : "Choose another isolation or another host.");
            return;
        }
        boolean needed = floor == HYPERV || (floor == HYPERV_WHERE_OFFERED && offered);
        // "default" isn't enough even where it means Hyper-V today: the host's default can change
        // between this answer and the creation
        if (needed && isolation != Isolation.HYPERV) {
            objections.add(
                    FIELD,
                    isolation.wire(),
                    "only hyperv is allowed",
                    offered
                            ? "Ask for hyperv."
                            : "Choose a host that offers Hyper-V isolation, and ask for hyperv.");
        }
    }
}
