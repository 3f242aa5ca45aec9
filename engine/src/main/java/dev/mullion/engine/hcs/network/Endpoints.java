package dev.mullion.engine.hcs.network;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.runtime.EndpointSpec;
import dev.mullion.engine.runtime.NetworkUsage;
import dev.mullion.engine.runtime.NotOfferedException;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.document.EndpointDocument;
import dev.mullion.hcs.document.EndpointDocument.IpConfiguration;
import dev.mullion.hcs.document.EndpointStatistics;
import dev.mullion.hcs.document.NetworkDocument;
import dev.mullion.hcs.document.NetworkDocument.Dns;
import dev.mullion.hcs.document.NetworkDocument.Route;
import dev.mullion.hcs.network.Network.Thing;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The network cards of containers. */
final class Endpoints {

    private static final System.Logger LOG = System.getLogger(Endpoints.class.getName());

    /** The first network card of a container, as Windows calls it. */
    private static final String DEVICE = "Ethernet";

    private final NetworkObjects objects;
    private final OwnNames names;
    private final HostNetwork host;
    private final Namespaces namespaces;

    /** Containers that have an endpoint as far as this engine knows; others' of ours are stale. */
    private final Set<ContainerId> connected = new HashSet<>();

    Endpoints(NetworkObjects objects, OwnNames names, HostNetwork host, Namespaces namespaces) {
        this.objects = objects;
        this.names = names;
        this.host = host;
        this.namespaces = namespaces;
    }

    /** Makes a container's endpoint, in place of one that is left. */
    UUID make(ContainerId container, EndpointSpec endpoint, UUID network)
            throws NotOfferedException {
        EndpointDocument document = document(container, endpoint, network);
        remove(container);
        UUID made;
        try {
            made = objects.create(network, document);
        } catch (HcsException e) {
            if (!isTaken(e)) {
                throw e;
            }
            // what an engine before this one left may have the address or the port
            sweep(connected);
            made = objects.create(network, document);
        }
        connected.add(container);
        return made;
    }

    private static boolean isTaken(HcsException failure) {
        return NetworkFailures.is(failure, NetworkFailures.ADDRESS_RESERVED)
                || NetworkFailures.is(failure, NetworkFailures.PORT_EXISTS);
    }

    private EndpointDocument document(ContainerId container, EndpointSpec endpoint, UUID network)
            throws NotOfferedException {
        return new EndpointDocument(
                null,
                names.endpoint(container),
                network,
                null,
                List.of(new IpConfiguration(endpoint.address(), endpoint.prefix())),
                endpoint.macAddress().replace(':', '-').toUpperCase(Locale.ROOT),
                dns(endpoint),
                List.of(new Route(endpoint.network().gateway(), "0.0.0.0/0")),
                PortPolicies.of(endpoint.ports()),
                NetworkDocument.VERSION);
    }

    private Dns dns(EndpointSpec endpoint) {
        List<String> servers = endpoint.nameServers();
        if (servers.isEmpty()) {
            // containers don't get to know the host's by themselves
            servers = host.nameServers();
        }
        if (servers.isEmpty()) {
            servers = List.of(endpoint.network().gateway());
        }
        List<String> search = endpoint.searchDomains();
        return new Dns(null, search.isEmpty() ? null : search, servers);
    }

    List<UUID> find(ContainerId container) {
        return objects.endpoints(names.endpoint(container)).stream()
                .map(Endpoints::requireId)
                .toList();
    }

    /** What went through a container's network cards, by the names that they have inside. */
    Map<String, NetworkUsage> usage(ContainerId container) {
        Map<String, NetworkUsage> all = new LinkedHashMap<>();
        for (UUID endpoint : find(container)) {
            String name = all.isEmpty() ? DEVICE : DEVICE + " " + (all.size() + 1);
            objects.statistics(endpoint).ifPresent(statistics -> all.put(name, usage(statistics)));
        }
        return all;
    }

    private static NetworkUsage usage(EndpointStatistics statistics) {
        return new NetworkUsage(
                statistics.bytesReceived(),
                statistics.packetsReceived(),
                0,
                statistics.droppedPacketsIncoming(),
                statistics.bytesSent(),
                statistics.packetsSent(),
                0,
                statistics.droppedPacketsOutgoing());
    }

    /** Removes a container's endpoint and the namespace around it; fine if there is none. */
    boolean remove(ContainerId container) {
        connected.remove(container);
        for (EndpointDocument endpoint : objects.endpoints(names.endpoint(container))) {
            remove(container, endpoint);
        }
        return true;
    }

    /** The endpoint goes last: as long as it is there, a crash leaves nothing nameless. */
    private void remove(ContainerId container, EndpointDocument endpoint) {
        UUID id = requireId(endpoint);
        namespaces.remove(container, id, endpoint.hostComputeNamespace());
        objects.delete(Thing.ENDPOINT, id);
    }

    /** Removes this engine's endpoints in a network that goes. */
    void removeFrom(UUID network) {
        for (EndpointDocument endpoint : objects.endpoints()) {
            Optional<ContainerId> owner = names.container(endpoint.name());
            if (owner.isPresent() && network.equals(endpoint.hostComputeNetwork())) {
                connected.remove(owner.get());
                remove(owner.get(), endpoint);
            }
        }
    }

    /** Removes this engine's endpoints but those of some containers. */
    void sweep(Set<ContainerId> kept) {
        Set<ContainerId> found = new HashSet<>();
        for (EndpointDocument endpoint : objects.endpoints()) {
            Optional<ContainerId> owner = names.container(endpoint.name());
            if (owner.isPresent() && kept.contains(owner.get())) {
                found.add(owner.get());
            } else if (owner.isPresent()) {
                remove(owner.get(), endpoint);
            }
        }
        for (ContainerId container : kept) {
            if (!found.contains(container)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Container {0} lost its network while no engine ran; restart it to connect it",
                        container);
            }
        }
        connected.addAll(found);
    }

    private static UUID requireId(EndpointDocument endpoint) {
        return Objects.requireNonNull(
                endpoint.id(), () -> "An endpoint of Windows has no id: " + endpoint.name());
    }
}
