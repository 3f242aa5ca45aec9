package dev.mullion.engine.linux.network;

import dev.mullion.engine.runtime.EndpointSpec;
import dev.mullion.engine.runtime.EndpointSpec.Published;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** The maps from where a port is published to the container that answers. */
enum PortMap {
    TCP_AT("tcp", false),
    TCP_ANY("tcp", true),
    UDP_AT("udp", false),
    UDP_ANY("udp", true);

    private static final String EVERYWHERE = "0.0.0.0";

    private final String protocol;
    private final boolean everywhere;

    PortMap(String protocol, boolean everywhere) {
        this.protocol = protocol;
        this.everywhere = everywhere;
    }

    /** What it maps from, in nft's words. */
    String keyType() {
        return everywhere ? "inet_service" : "ipv4_addr . inet_service";
    }

    /** Its elements for these containers, separated by commas; empty if there are none. */
    String elements(Collection<EndpointSpec> endpoints) {
        return endpoints.stream()
                .flatMap(endpoint ->
                        endpoint.ports().stream()
                                .filter(this::holds)
                                .map(port ->
                                        "%s : %s . %d"
                                                .formatted(
                                                        key(port),
                                                        endpoint.address(),
                                                        port.containerPort())))
                .collect(Collectors.joining(", "));
    }

    /** The keys of this container's elements; empty if there are none. */
    String keys(EndpointSpec endpoint) {
        return endpoint.ports().stream()
                .filter(this::holds)
                .map(this::key)
                .collect(Collectors.joining(", "));
    }

    private boolean holds(Published port) {
        return port.protocol().equals(protocol)
                && port.hostAddress().equals(EVERYWHERE) == everywhere;
    }

    private String key(Published port) {
        return everywhere
                ? Integer.toString(port.hostPort())
                : port.hostAddress() + " . " + port.hostPort();
    }

    /** Its name in the table. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
