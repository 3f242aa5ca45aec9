package dev.mullion.engine.hcs.network;

import dev.mullion.engine.runtime.EndpointSpec.Published;
import dev.mullion.engine.runtime.NotOfferedException;
import dev.mullion.hcs.document.NetworkPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Published ports as Windows wants them: TCP and UDP, on all addresses of the host. */
final class PortPolicies {

    private static final Set<String> ALL_ADDRESSES = Set.of("", "0.0.0.0", "::");

    private PortPolicies() {}

    static List<NetworkPolicy> of(List<Published> ports) throws NotOfferedException {
        List<NetworkPolicy> policies = new ArrayList<>();
        for (Published port : ports) {
            if (!ALL_ADDRESSES.contains(port.hostAddress())) {
                throw new NotOfferedException(
                        "Windows publishes ports on all addresses of the host, so port "
                                + port.hostPort()
                                + " can't be published on "
                                + port.hostAddress()
                                + " only: leave the address out, and let the host's firewall decide"
                                + " who reaches it");
            }
            policies.add(
                    NetworkPolicy.portMapping(
                            protocol(port), port.containerPort(), port.hostPort()));
        }
        return policies;
    }

    private static int protocol(Published port) throws NotOfferedException {
        return switch (port.protocol()) {
            case "tcp" -> NetworkPolicy.TCP;
            case "udp" -> NetworkPolicy.UDP;
            default ->
                    throw new NotOfferedException(
                            "Windows publishes TCP and UDP ports, not "
                                    + port.containerPort()
                                    + "/"
                                    + port.protocol());
        };
    }
}
