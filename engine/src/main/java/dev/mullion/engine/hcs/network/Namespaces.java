package dev.mullion.engine.hcs.network;

import dev.mullion.docker.ContainerId;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.document.NamespaceDocument;
import dev.mullion.hcs.document.NetworkDocument;
import dev.mullion.hcs.network.Network.Thing;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The network compartments of containers in process isolation. */
final class Namespaces {

    private static final String ENDPOINT = "Endpoint";

    private final NetworkObjects objects;
    private final OwnNames names;

    Namespaces(NetworkObjects objects, OwnNames names) {
        this.objects = objects;
        this.names = names;
    }

    /** Finds or makes a container's namespace, with the endpoint in it. */
    UUID around(ContainerId container, UUID endpoint) {
        UUID wanted = names.namespace(container);
        Optional<NamespaceDocument> found = objects.namespace(wanted);
        UUID namespace = found.isPresent() ? wanted : make(wanted);
        if (found.isEmpty() || !endpoints(found.get()).contains(endpoint)) {
            objects.attach(namespace, endpoint);
        }
        return namespace;
    }

    private UUID make(UUID id) {
        return objects.create(
                id, new NamespaceDocument(null, null, "Host", null, NetworkDocument.VERSION));
    }

    /**
     * Removes a container's namespace. Its endpoint stays: while that is there, it tells whose
     * namespace may be left.
     *
     * @param actual where the service says the endpoint is; null if nowhere
     */
    void remove(ContainerId container, UUID endpoint, @Nullable UUID actual) {
        UUID named = names.namespace(container);
        removeAfterDetaching(named, endpoint);
        if (actual != null && !actual.equals(named)) {
            removeAfterDetaching(actual, endpoint);
        }
    }

    private void removeAfterDetaching(UUID namespace, UUID endpoint) {
        objects.detach(namespace, endpoint);
        try {
            objects.delete(Thing.NAMESPACE, namespace);
        } catch (HcsException e) {
            if (!NetworkFailures.is(e, NetworkFailures.HAS_REFERENCES)) {
                throw e;
            }
            // something else is in it: that goes first
            objects.namespace(namespace)
                    .ifPresent(left ->
                            endpoints(left).forEach(each -> objects.detach(namespace, each)));
            objects.delete(Thing.NAMESPACE, namespace);
        }
    }

    private static List<UUID> endpoints(NamespaceDocument namespace) {
        if (namespace.resources() == null) {
            return List.of();
        }
        return namespace.resources().stream()
                .filter(resource -> resource.type().equals(ENDPOINT))
                .map(resource -> UUID.fromString(resource.data().id()))
                .toList();
    }
}
