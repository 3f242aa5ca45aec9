package dev.mullion.security.guardrail;

/**
 * How much of the host's kernel a container may get at; the last two are what Kubernetes' pod
 * security standards call baseline and restricted.
 */
public enum Privileges implements Bound<Privileges> {
    /** Everything. */
    OPEN,
    /** What a container has when nothing is said, and what is known to be harmless. */
    BASELINE,
    /** Only the least, and on Linux nothing more to be gained inside. */
    RESTRICTED;

    @Override
    public Privileges and(Privileges other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
