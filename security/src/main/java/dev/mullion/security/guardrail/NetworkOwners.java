package dev.mullion.security.guardrail;

/** Whose networks may be used. Another tenant's never may. */
public enum NetworkOwners implements Bound<NetworkOwners> {
    /** The engine's, where everybody on the host meets, and the tenant's own. */
    ANY,
    /** The tenant's own; the engine's only on a host that no other tenant uses. */
    OWN;

    @Override
    public NetworkOwners and(NetworkOwners other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
