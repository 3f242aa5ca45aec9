package dev.mullion.engine.runtime;

import java.util.List;

/**
 * A container's connection to a network.
 *
 * @param network which
 * @param address the container's IPv4 address
 * @param prefix how many bits of it name the network
 * @param macAddress {@code 02:42:…}
 * @param ports what is published
 * @param nameServers whom it asks for names, where that isn't told by files; none for whom the host
 *     asks
 * @param searchDomains what is appended to short names, where that isn't told by files
 */
public record EndpointSpec(
        NetworkSpec network,
        String address,
        int prefix,
        String macAddress,
        List<Published> ports,
        List<String> nameServers,
        List<String> searchDomains) {

    /** One that an engine wrote down before there were name servers has none. */
    public EndpointSpec {
        nameServers = nameServers == null ? List.of() : nameServers;
        searchDomains = searchDomains == null ? List.of() : searchDomains;
    }

    /**
     * A published port.
     *
     * @param protocol {@code tcp}, {@code udp} or {@code sctp}
     * @param hostAddress the host's address, {@code 0.0.0.0} for all
     * @param hostPort the host's port
     * @param containerPort the container's port
     */
    public record Published(String protocol, String hostAddress, int hostPort, int containerPort) {}
}
