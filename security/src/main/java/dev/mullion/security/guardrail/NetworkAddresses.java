package dev.mullion.security.guardrail;

/** Who chooses a container's addresses and names in a network. */
public enum NetworkAddresses implements Bound<NetworkAddresses> {
    /** Whoever makes the request. */
    ANY,
    /** The network; names only in networks of the tenant's own. */
    AUTOMATIC;

    @Override
    public NetworkAddresses and(NetworkAddresses other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
