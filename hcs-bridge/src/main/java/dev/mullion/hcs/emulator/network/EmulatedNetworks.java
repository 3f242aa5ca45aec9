package dev.mullion.hcs.emulator.network;

import dev.mullion.hcs.emulator.EmulatedHost;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.emulator.Refusal;
import dev.mullion.hcs.emulator.network.NetworkStore.Thing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The network service of the machine: networks, endpoints and namespaces with their rules, kept on
 * the machine's disk. After a restart of the machine endpoints are degraded, and still hold their
 * addresses. All refusals are {@link Refusal}s. May be used from several threads.
 */
public final class EmulatedNetworks {

    private static final String ID = "ID";
    private static final String RESOURCES = "Resources";
    private static final String NAMESPACE_OF = "HostComputeNamespace";

    private final EmulatedHost host;
    private final NetworkStore store;
    private final Notices notices;
    private final HnsVersion version;
    private final Map<UUID, Traffic> traffic = new HashMap<>();

    /**
     * What went through an endpoint.
     *
     * @param received bytes
     * @param sent bytes
     */
    public record Traffic(long received, long sent) {}

    /**
     * Begins with what is on the machine's disk.
     *
     * @param host the machine
     */
    public EmulatedNetworks(EmulatedHost host) {
        this.host = host;
        this.store = new NetworkStore(host.folder().resolve("networks.json"));
        this.notices = new Notices(host);
        this.version = HnsVersion.of(host.windows().build());
        restarted();
    }

    HnsVersion version() {
        return version;
    }

    Notices notices() {
        return notices;
    }

    /** What a restart of the machine leaves of it. */
    synchronized void restarted() {
        for (ObjectNode network : store.all(Thing.NETWORK)) {
            if ((network.path("Flags").asInt(0) & NetworkRules.NON_PERSISTENT) != 0) {
                removeWithEndpoints(id(network));
            }
        }
        for (ObjectNode endpoint : store.all(Thing.ENDPOINT)) {
            endpoint.remove(NAMESPACE_OF);
            endpoint.remove("SharedContainers");
            NetworkStore.state(endpoint, EndpointState.DEGRADED);
        }
        for (ObjectNode namespace : store.all(Thing.NAMESPACE)) {
            namespace.set(RESOURCES, Documents.array());
        }
        traffic.clear();
        store.save();
    }

    private static UUID id(ObjectNode document) {
        return Documents.guid(document.path(ID));
    }

    synchronized List<UUID> enumerate(Thing thing, @Nullable String query) {
        Filter filter = Filter.of(query);
        return store.all(thing).stream().filter(filter::matches).map(EmulatedNetworks::id).toList();
    }

    synchronized UUID createNetwork(UUID wanted, @Nullable String settings) {
        return createNetwork(wanted, Documents.read(settings));
    }

    synchronized UUID createNetwork(UUID wanted, ObjectNode network) {
        UUID id = newId(wanted, network);
        if (store.find(Thing.NETWORK, id).isPresent()) {
            throw HcnCode.NETWORK_ALREADY_EXISTS.about(id.toString());
        }
        List<ObjectNode> others = store.all(Thing.NETWORK);
        if (Documents.text(network, "Name").isEmpty()) {
            network.put("Name", id.toString());
        }
        NetworkRules.check(network, others, version.newestSchema());
        notices.tell(Notices.NETWORK_PRE_CREATE, id);
        network.put(ID, id.toString());
        NetworkRules.complete(network, others);
        store.put(Thing.NETWORK, id, network);
        notices.tell(Notices.NETWORK_CREATE, id);
        return id;
    }

    /** The GUID of the call; if that lets the service choose, the one in the settings. */
    private static UUID newId(UUID wanted, ObjectNode document) {
        if (!wanted.equals(Documents.CHOOSE)) {
            return wanted;
        }
        return document.has(ID) ? Documents.guid(document.path(ID)) : UUID.randomUUID();
    }

    synchronized UUID createEndpoint(UUID network, UUID wanted, @Nullable String settings) {
        return createEndpoint(network, wanted, Documents.read(settings));
    }

    synchronized UUID createEndpoint(UUID network, UUID wanted, ObjectNode endpoint) {
        ObjectNode of = require(Thing.NETWORK, network);
        UUID id = newId(wanted, endpoint);
        if (store.find(Thing.ENDPOINT, id).isPresent()) {
            throw HcnCode.INVALID_PARAMETER.about("there is an endpoint " + id);
        }
        EndpointRules.checkShape(endpoint, version.newestSchema());
        if (host.faults().strikes(Fault.ENDPOINT_STALE)) {
            throw HcnCode.ADDR_INVALID_OR_RESERVED.about("an endpoint of before still has it");
        }
        List<ObjectNode> all = store.all(Thing.ENDPOINT);
        var rules = new EndpointRules(of, all);
        rules.check(endpoint);
        PolicyRules.check(endpoint.path("Policies"), all);
        endpoint.put(ID, id.toString());
        rules.complete(endpoint);
        NetworkStore.state(endpoint, EndpointState.CREATED);
        store.put(Thing.ENDPOINT, id, endpoint);
        return id;
    }

    synchronized UUID createNamespace(UUID wanted, @Nullable String settings) {
        ObjectNode namespace = Documents.read(settings);
        UUID id = newId(wanted, namespace);
        NamespaceRules.check(namespace, version.newestSchema());
        if (store.find(Thing.NAMESPACE, id).isPresent()) {
            throw HcnCode.INVALID_PARAMETER.about("there is a namespace " + id);
        }
        namespace.put(ID, id.toString());
        NamespaceRules.complete(namespace, store.all(Thing.NAMESPACE));
        store.put(Thing.NAMESPACE, id, namespace);
        notices.tell(Notices.NAMESPACE_CREATE, id);
        return id;
    }

    synchronized ObjectNode require(Thing thing, UUID id) {
        return store.find(thing, id).orElseThrow(() -> missing(thing, id));
    }

    private static Refusal missing(Thing thing, UUID id) {
        return switch (thing) {
            case NETWORK -> HcnCode.NETWORK_NOT_FOUND.about(id.toString());
            case ENDPOINT -> HcnCode.ENDPOINT_NOT_FOUND.about(id.toString());
            case NAMESPACE -> HcnCode.ELEMENT_NOT_FOUND.about(id.toString());
        };
    }

    /** What a query answers: the type of a NAT network is its zero value, which isn't written. */
    synchronized String describe(Thing thing, UUID id) {
        ObjectNode document = require(thing, id).deepCopy();
        if (thing == Thing.NETWORK && Documents.text(document, "Type").equals("NAT")) {
            document.remove("Type");
        }
        return document.toString();
    }

    synchronized void modify(Thing thing, UUID id, @Nullable String request) {
        ObjectNode document = require(thing, id);
        ObjectNode change = Documents.read(request);
        String resource = Documents.text(change, "ResourceType");
        String how = Documents.text(change, "RequestType");
        JsonNode settings = change.path("Settings");
        if (thing == Thing.NAMESPACE && resource.equals("Endpoint")) {
            UUID endpoint = Documents.guid(settings.path("EndpointId"));
            switch (how) {
                case "Add" -> attach(id, endpoint);
                case "Remove" -> detach(id, endpoint);
                default -> throw HcnCode.REQUEST_UNSUPPORTED.about("RequestType " + how);
            }
        } else if (thing != Thing.NAMESPACE && resource.equals("Policy")) {
            ArrayNode policies =
                    PolicyRules.changed(document.path("Policies"), how, settings.path("Policies"));
            if (thing == Thing.ENDPOINT) {
                PolicyRules.check(policies, store.others(Thing.ENDPOINT, id));
            }
            document.set("Policies", policies);
            store.save();
        } else {
            throw HcnCode.REQUEST_UNSUPPORTED.about("ResourceType " + resource);
        }
    }

    private void attach(UUID namespace, UUID endpoint) {
        ObjectNode document = require(Thing.ENDPOINT, endpoint);
        String now = Documents.text(document, NAMESPACE_OF);
        if (!now.isEmpty()) {
            throw now.equals(namespace.toString())
                    ? HcnCode.ENDPOINT_ALREADY_ATTACHED.about(endpoint.toString())
                    : HcnCode.ENDPOINT_NAMESPACE_ALREADY_EXISTS.about(now);
        }
        if (NetworkStore.state(document) == EndpointState.ATTACHED) {
            throw HcnCode.ENDPOINT_ALREADY_ATTACHED.about(endpoint.toString());
        }
        document.put(NAMESPACE_OF, namespace.toString());
        NetworkStore.state(document, EndpointState.ATTACHED);
        NamespaceRules.add(require(Thing.NAMESPACE, namespace), "Endpoint", endpoint.toString());
        store.save();
        notices.tell(Notices.ENDPOINT_ATTACHED, endpoint);
    }

    private void detach(UUID namespace, UUID endpoint) {
        ObjectNode document = require(Thing.ENDPOINT, endpoint);
        if (!Documents.text(document, NAMESPACE_OF).equals(namespace.toString())) {
            throw HcnCode.ENDPOINT_NOT_ATTACHED.about(endpoint.toString());
        }
        loosen(document);
        store.save();
    }

    private void loosen(ObjectNode endpoint) {
        String namespace = Documents.text(endpoint, NAMESPACE_OF);
        if (!namespace.isEmpty()) {
            store.find(Thing.NAMESPACE, UUID.fromString(namespace))
                    .ifPresent(from ->
                            NamespaceRules.remove(from, "Endpoint", Documents.text(endpoint, ID)));
            endpoint.remove(NAMESPACE_OF);
            NetworkStore.state(endpoint, EndpointState.DETACHED);
            notices.tell(Notices.ENDPOINT_DETACHED, id(endpoint));
        }
    }

    synchronized void delete(Thing thing, UUID id) {
        ObjectNode document = require(thing, id);
        switch (thing) {
            case NETWORK -> deleteNetwork(id);
            case ENDPOINT -> removeEndpoint(document);
            case NAMESPACE -> {
                for (ObjectNode endpoint : store.all(Thing.ENDPOINT)) {
                    if (Documents.text(endpoint, NAMESPACE_OF).equals(id.toString())) {
                        loosen(endpoint);
                    }
                }
                store.remove(Thing.NAMESPACE, id);
                notices.tell(Notices.NAMESPACE_DELETE, id);
            }
        }
    }

    private void deleteNetwork(UUID id) {
        if (!endpointsOf(id).isEmpty() && host.faults().strikes(Fault.NETWORK_DELETE_REFERENCED)) {
            throw HcnCode.ENTITY_HAS_REFERENCES.about(id.toString());
        }
        notices.tell(Notices.NETWORK_PRE_DELETE, id);
        removeWithEndpoints(id);
        notices.tell(Notices.NETWORK_DELETE, id);
    }

    private void removeWithEndpoints(UUID network) {
        endpointsOf(network).forEach(this::removeEndpoint);
        store.remove(Thing.NETWORK, network);
    }

    private List<ObjectNode> endpointsOf(UUID network) {
        return store.all(Thing.ENDPOINT).stream()
                .filter(each ->
                        Documents.text(each, "HostComputeNetwork").equals(network.toString()))
                .toList();
    }

    private void removeEndpoint(ObjectNode endpoint) {
        loosen(endpoint);
        traffic.remove(id(endpoint));
        store.remove(Thing.ENDPOINT, id(endpoint));
    }

    /**
     * Looks for a namespace, as a system does that is to run in it.
     *
     * @param id its GUID
     * @return the endpoints in it, or nothing if there is no such namespace
     */
    public synchronized Optional<List<UUID>> namespace(UUID id) {
        return store.find(Thing.NAMESPACE, id)
                .map(namespace -> NamespaceRules.endpoints(namespace));
    }

    /**
     * Says in a namespace that a system runs in it, or doesn't any more.
     *
     * @param namespace its GUID
     * @param system the system's id
     * @param runs whether it does
     */
    public synchronized void runs(UUID namespace, String system, boolean runs) {
        Optional<ObjectNode> document = store.find(Thing.NAMESPACE, namespace);
        if (document.isPresent()) {
            NamespaceRules.remove(document.get(), "Container", system);
            if (runs) {
                NamespaceRules.add(document.get(), "Container", system);
            }
            store.save();
        }
    }

    /**
     * Plugs an endpoint into a system of the first schema.
     *
     * @param endpoint its GUID
     * @param system the system's id
     * @throws Refusal ENDPOINT_NOT_FOUND or ENDPOINT_ALREADY_ATTACHED
     */
    public synchronized void plug(UUID endpoint, String system) {
        ObjectNode document = require(Thing.ENDPOINT, endpoint);
        EndpointState state = NetworkStore.state(document);
        if (state == EndpointState.ATTACHED || state == EndpointState.ATTACHED_SHARING) {
            throw HcnCode.ENDPOINT_ALREADY_ATTACHED.about(endpoint.toString());
        }
        NetworkStore.state(document, EndpointState.ATTACHED);
        document.set("SharedContainers", Documents.array().add(system));
        store.save();
        notices.tell(Notices.ENDPOINT_ATTACHED, endpoint);
    }

    /**
     * Takes an endpoint out of a system again; fine if it is gone.
     *
     * @param endpoint its GUID
     */
    public synchronized void unplug(UUID endpoint) {
        Optional<ObjectNode> document = store.find(Thing.ENDPOINT, endpoint);
        if (document.isPresent() && document.get().has("SharedContainers")) {
            document.get().remove("SharedContainers");
            NetworkStore.state(document.get(), EndpointState.DETACHED);
            store.save();
            notices.tell(Notices.ENDPOINT_DETACHED, endpoint);
        }
    }

    /**
     * Returns an endpoint's addresses, for programs that show them.
     *
     * @param endpoint its GUID
     * @return without prefix lengths; empty if there is no such endpoint
     */
    public synchronized List<String> addresses(UUID endpoint) {
        List<String> addresses = new ArrayList<>();
        store.find(Thing.ENDPOINT, endpoint)
                .ifPresent(document -> {
                    for (JsonNode each : document.path("IpConfigurations")) {
                        addresses.add(Documents.text(each, "IpAddress"));
                    }
                });
        return addresses;
    }

    /**
     * Counts what a program pretends to send and receive.
     *
     * @param endpoint through which
     * @param received bytes
     * @param sent bytes
     */
    public synchronized void moved(UUID endpoint, long received, long sent) {
        if (store.find(Thing.ENDPOINT, endpoint).isPresent()) {
            traffic.merge(
                    endpoint,
                    new Traffic(received, sent),
                    (now, more) ->
                            new Traffic(
                                    now.received() + more.received(), now.sent() + more.sent()));
        }
    }

    synchronized Traffic traffic(UUID endpoint) {
        require(Thing.ENDPOINT, endpoint);
        return traffic.getOrDefault(endpoint, new Traffic(0, 0));
    }
}
