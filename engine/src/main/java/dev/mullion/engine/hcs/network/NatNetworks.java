package dev.mullion.engine.hcs.network;

import dev.mullion.engine.runtime.NetworkSpec;
import dev.mullion.hcs.AlreadyExistsException;
import dev.mullion.hcs.document.NetworkDocument;
import dev.mullion.hcs.document.NetworkDocument.Ipam;
import dev.mullion.hcs.document.NetworkDocument.Route;
import dev.mullion.hcs.document.NetworkDocument.Subnet;
import dev.mullion.hcs.network.Network.Thing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The engine's networks: each translates addresses, and has one block of them. */
final class NatNetworks {

    private static final System.Logger LOG = System.getLogger(NatNetworks.class.getName());

    private final NetworkObjects objects;
    private final OwnNames names;
    private final HostNetwork host;

    NatNetworks(NetworkObjects objects, OwnNames names, HostNetwork host) {
        this.objects = objects;
        this.names = names;
        this.host = host;
    }

    /** Finds the network or makes it. */
    UUID ensure(NetworkSpec network) {
        List<UUID> found = find(network);
        if (!found.isEmpty()) {
            return found.getFirst();
        }
        try {
            return objects.create(document(network));
        } catch (AlreadyExistsException e) {
            // made by a call before that was no longer waited for
            return find(network).stream().findFirst().orElseThrow(() -> e);
        }
    }

    /**
     * Removes a network of our name that has other addresses, so that it is made anew. One with
     * endpoints stays: whoever runs in it would be cut off.
     */
    void removeIfChanged(NetworkSpec network) {
        for (NetworkDocument found : objects.networks(names.network(network))) {
            UUID id = requireId(found);
            if (subnets(found).contains(network.subnet())) {
                continue;
            }
            boolean used = objects.hasEndpoints(id);
            LOG.log(
                    used ? System.Logger.Level.WARNING : System.Logger.Level.INFO,
                    used
                            ? "The network {0} keeps the addresses {2} instead of {1} while containers run in it"
                            : "The network {0} gets the addresses {1} instead of {2}",
                    network.name(),
                    network.subnet(),
                    subnets(found));
            if (!used) {
                remove(id);
            }
        }
    }

    private NetworkDocument document(NetworkSpec network) {
        // a subnet without default route is refused
        Route toOthers = new Route(network.gateway(), "0.0.0.0/0");
        Subnet subnet = new Subnet(network.subnet(), List.of(toOthers));
        return new NetworkDocument(
                null,
                names.network(network),
                "NAT",
                0,
                List.of(new Ipam("Static", List.of(subnet))),
                null,
                null,
                List.of(),
                NetworkDocument.VERSION);
    }

    List<UUID> find(NetworkSpec network) {
        return objects.networks(names.network(network)).stream()
                .map(NatNetworks::requireId)
                .toList();
    }

    void remove(UUID network) {
        objects.delete(Thing.NETWORK, network);
    }

    /** Removes this engine's networks but those that are wanted. */
    void sweep(List<NetworkSpec> wanted) {
        Set<String> kept = wanted.stream().map(names::network).collect(Collectors.toSet());
        for (NetworkDocument network : objects.networks()) {
            if (names.isNetwork(network.name()) && !kept.contains(network.name())) {
                remove(requireId(network));
            }
        }
    }

    /** The blocks of the machine's cards and of all networks of containers but this engine's. */
    List<String> reachable() throws IOException {
        List<String> all = new ArrayList<>(host.subnets());
        for (NetworkDocument network : objects.networks()) {
            if (!names.isNetwork(network.name())) {
                all.addAll(subnets(network));
            }
        }
        return all;
    }

    private static List<String> subnets(NetworkDocument network) {
        if (network.ipams() == null) {
            return List.of();
        }
        List<String> all = new ArrayList<>();
        for (Ipam ipam : network.ipams()) {
            if (ipam.subnets() != null) {
                ipam.subnets().forEach(subnet -> all.add(subnet.ipAddressPrefix()));
            }
        }
        return all;
    }

    private static UUID requireId(NetworkDocument network) {
        UUID id = network.id();
        if (id == null) {
            throw new IllegalStateException("A network of Windows has no id: " + network.name());
        }
        return id;
    }
}
