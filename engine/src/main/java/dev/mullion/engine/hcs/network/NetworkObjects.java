package dev.mullion.engine.hcs.network;

import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.document.EndpointDocument;
import dev.mullion.hcs.document.EndpointStatistics;
import dev.mullion.hcs.document.HcsJson;
import dev.mullion.hcs.document.NamespaceDocument;
import dev.mullion.hcs.document.NetworkDocument;
import dev.mullion.hcs.document.NetworkModification;
import dev.mullion.hcs.document.NetworkQuery;
import dev.mullion.hcs.network.Network;
import dev.mullion.hcs.network.Network.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The network service's things as documents. What goes away between two calls isn't there. */
final class NetworkObjects {

    private static final String ALL = "";

    private final Network service;

    NetworkObjects(Network service) {
        this.service = service;
    }

    List<NetworkDocument> networks() {
        return list(Thing.NETWORK, ALL, NetworkDocument.class);
    }

    List<NetworkDocument> networks(String name) {
        return list(Thing.NETWORK, HcsJson.write(NetworkQuery.named(name)), NetworkDocument.class)
                .stream()
                // what a build that ignores the filter adds
                .filter(network -> name.equals(network.name()))
                .toList();
    }

    List<EndpointDocument> endpoints() {
        return list(Thing.ENDPOINT, ALL, EndpointDocument.class);
    }

    List<EndpointDocument> endpoints(String name) {
        return list(Thing.ENDPOINT, HcsJson.write(NetworkQuery.named(name)), EndpointDocument.class)
                .stream()
                .filter(endpoint -> name.equals(endpoint.name()))
                .toList();
    }

    boolean hasEndpoints(UUID network) {
        return endpoints().stream()
                .anyMatch(endpoint -> network.equals(endpoint.hostComputeNetwork()));
    }

    Optional<NamespaceDocument> namespace(UUID id) {
        return service.find(Thing.NAMESPACE, id, ALL)
                .map(json -> HcsJson.read(json, NamespaceDocument.class));
    }

    UUID create(NetworkDocument network) {
        String made = service.createNetwork(Network.CHOOSE, HcsJson.write(network));
        return id(HcsJson.read(made, NetworkDocument.class).id(), "network");
    }

    UUID create(UUID network, EndpointDocument endpoint) {
        String made = service.createEndpoint(network, Network.CHOOSE, HcsJson.write(endpoint));
        return id(HcsJson.read(made, EndpointDocument.class).id(), "endpoint");
    }

    UUID create(UUID id, NamespaceDocument namespace) {
        String made = service.createNamespace(id, HcsJson.write(namespace));
        return id(HcsJson.read(made, NamespaceDocument.class).id(), "namespace");
    }

    void attach(UUID namespace, UUID endpoint) {
        modify(namespace, NetworkModification.attach(endpoint));
    }

    /** Fine if one of them is gone, or they have nothing to do with each other. */
    void detach(UUID namespace, UUID endpoint) {
        try {
            modify(namespace, NetworkModification.detach(endpoint));
        } catch (HcsException e) {
            if (!e.code().isNotFound() && !NetworkFailures.is(e, NetworkFailures.NOT_ATTACHED)) {
                throw e;
            }
        }
    }

    private void modify(UUID namespace, NetworkModification change) {
        service.modify(Thing.NAMESPACE, namespace, HcsJson.write(change));
    }

    Optional<EndpointStatistics> statistics(UUID endpoint) {
        return service.statistics(endpoint)
                .map(json -> HcsJson.read(json, EndpointStatistics.class));
    }

    /** Fine if it is gone. */
    void delete(Thing thing, UUID id) {
        service.delete(thing, id);
    }

    private <T> List<T> list(Thing thing, String query, Class<T> type) {
        List<T> all = new ArrayList<>();
        for (UUID id : HcsJson.read(service.enumerate(thing, query), UUID[].class)) {
            service.find(thing, id, ALL).ifPresent(json -> all.add(HcsJson.read(json, type)));
        }
        return all;
    }

    private static UUID id(@Nullable UUID id, String what) {
        if (id == null) {
            throw new IllegalStateException(
                    "The network service made a " + what + " and didn't say its id");
        }
        return id;
    }
}
