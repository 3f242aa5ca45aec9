package dev.mullion.hcs.document;

import org.jspecify.annotations.Nullable;

/**
 * A policy of a network or an endpoint.
 *
 * @param type {@code PortMapping}, {@code ACL}, {@code QOS} and others
 * @param settings as the type asks; members of other types are null
 */
public record NetworkPolicy(String type, Settings settings) {

    /** TCP. */
    public static final int TCP = 6;

    /** UDP. */
    public static final int UDP = 17;

    /**
     * What the policies that are used here need.
     *
     * @param protocol of a port mapping: 6 or 17
     * @param internalPort of a port mapping: the container's
     * @param externalPort of a port mapping: the host's; 0 lets the service choose
     * @param protocols of a filter: numbers with commas between them
     * @param action of a filter: {@code Allow} or {@code Block}
     * @param direction of a filter: {@code In} or {@code Out}
     * @param localPorts of a filter: numbers with commas between them
     * @param ruleType of a filter: {@code Switch} or {@code Host}
     * @param priority of a filter
     * @param maximumOutgoingBandwidthInBytes of a limit, a second
     */
    public record Settings(
            @Nullable Integer protocol,
            @Nullable Integer internalPort,
            @Nullable Integer externalPort,
            @Nullable String protocols,
            @Nullable String action,
            @Nullable String direction,
            @Nullable String localPorts,
            @Nullable String ruleType,
            @Nullable Integer priority,
            @Nullable Long maximumOutgoingBandwidthInBytes) {}

    /**
     * Publishes a port. One rule has one host port; there are no ranges and no host addresses.
     *
     * @param protocol 6 for TCP, 17 for UDP
     * @param internalPort the container's, 1 to 65535
     * @param externalPort the host's, 0 to 65535
     * @return the policy
     * @throws IllegalArgumentException if a number is out of range
     */
    public static NetworkPolicy portMapping(int protocol, int internalPort, int externalPort) {
        if (protocol != TCP && protocol != UDP) {
            throw new IllegalArgumentException(
                    "Windows publishes TCP and UDP ports, not " + protocol);
        }
        if (internalPort < 1 || internalPort > 65535 || externalPort < 0 || externalPort > 65535) {
            throw new IllegalArgumentException(
                    "Not two ports: " + internalPort + " and " + externalPort);
        }
        return new NetworkPolicy(
                "PortMapping",
                new Settings(
                        protocol,
                        internalPort,
                        externalPort,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    /**
     * Limits what goes out.
     *
     * @param bytes a second
     * @return the policy
     */
    public static NetworkPolicy bandwidth(long bytes) {
        return new NetworkPolicy(
                "QOS", new Settings(null, null, null, null, null, null, null, null, null, bytes));
    }
}
