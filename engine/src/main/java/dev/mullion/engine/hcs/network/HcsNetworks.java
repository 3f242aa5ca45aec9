package dev.mullion.engine.hcs.network;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.hcs.layer.Pause;
import dev.mullion.engine.runtime.CreatedProcess;
import dev.mullion.engine.runtime.EndpointSpec;
import dev.mullion.engine.runtime.NetworkDriver;
import dev.mullion.engine.runtime.NetworkSpec;
import dev.mullion.engine.runtime.NetworkUsage;
import dev.mullion.hcs.network.Network;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Networks of Windows: a NAT network each, an endpoint for each container, and for process
 * isolation a namespace around the endpoint. The service that has them outlives the engine, so all
 * that is made here can be told from others' by its name ({@code mullion-INSTANCE-…}) or its id,
 * and making it again or taking it away again is fine.
 */
public final class HcsNetworks implements NetworkDriver, AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final ServiceThreads threads;
    private final NatNetworks networks;
    private final Endpoints endpoints;
    private final Namespaces namespaces;

    /**
     * Nothing is touched yet.
     *
     * @param service the network service
     * @param instance 8 hexadecimal digits that no other engine on this machine has
     * @param host what the machine is connected to
     * @param pause between two attempts while the service restarts
     */
    public HcsNetworks(Network service, String instance, HostNetwork host, Pause pause) {
        this.threads = new ServiceThreads(LIMIT, pause);
        var objects = new NetworkObjects(service);
        var names = new OwnNames(instance);
        this.networks = new NatNetworks(objects, names, host);
        this.namespaces = new Namespaces(objects, names);
        this.endpoints = new Endpoints(objects, names, host, namespaces);
    }

    @Override
    public void ensure(NetworkSpec network) throws IOException {
        threads.call(
                "Making the network " + network.name(),
                () -> {
                    networks.removeIfChanged(network);
                    return networks.ensure(network);
                });
    }

    @Override
    public void remove(NetworkSpec network) throws IOException {
        threads.call(
                "Removing the network " + network.name(),
                () -> {
                    for (UUID id : networks.find(network)) {
                        endpoints.removeFrom(id);
                        networks.remove(id);
                    }
                    return true;
                });
    }

    /** Makes the container's endpoint. One that is left from an earlier start goes first. */
    @Override
    public void prepare(ContainerId id, EndpointSpec endpoint) throws IOException {
        threads.call(
                "Connecting container " + id.shortened(),
                () -> endpoints.make(id, endpoint, networks.ensure(endpoint.network())));
    }

    /** Nothing: what {@link #prepare} made is put into the container when that is made. */
    @Override
    public void join(ContainerId id, EndpointSpec endpoint, CreatedProcess process) {}

    /** Nothing: a container without an endpoint has none. */
    @Override
    public void joinNothing(CreatedProcess process) {}

    @Override
    public void release(ContainerId id, EndpointSpec endpoint) throws IOException {
        threads.call("Disconnecting container " + id.shortened(), () -> endpoints.remove(id));
    }

    /**
     * Gives the namespace with a container's endpoint, for process isolation. It is made when this
     * is asked first, and goes with {@link #release}.
     *
     * @param id which container
     * @return its GUID; nothing if the container has no endpoint
     * @throws IOException if the service fails
     */
    public Optional<UUID> namespaceOf(ContainerId id) throws IOException {
        return threads.call(
                "Making the namespace of container " + id.shortened(),
                () ->
                        endpoints.find(id).stream()
                                .findFirst()
                                .map(endpoint -> namespaces.around(id, endpoint)));
    }

    /**
     * Gives a container's endpoints, for Hyper-V isolation, where Windows itself puts them into the
     * utility VM.
     *
     * @param id which container
     * @return their GUIDs; none if it has no network
     * @throws IOException if the service fails
     */
    public List<UUID> endpointsOf(ContainerId id) throws IOException {
        return threads.call(
                "Looking for the endpoint of container " + id.shortened(),
                () -> endpoints.find(id));
    }

    /** Nothing of a container that has no endpoint; Windows counts no errors. */
    @Override
    public Map<String, NetworkUsage> usage(ContainerId id, long pid) throws IOException {
        return threads.call(
                "Asking what went through the network of container " + id.shortened(),
                () -> endpoints.usage(id));
    }

    @Override
    public List<String> reachable(String except) throws IOException {
        return threads.call("Looking for free addresses", networks::reachable);
    }

    @Override
    public void recover(List<NetworkSpec> wanted, Map<ContainerId, EndpointSpec> connections)
            throws IOException {
        threads.call(
                "Finding the networks of the engine before this one",
                () -> {
                    endpoints.sweep(connections.keySet());
                    networks.sweep(wanted);
                    for (NetworkSpec network : wanted) {
                        networks.removeIfChanged(network);
                        networks.ensure(network);
                    }
                    return true;
                });
    }

    /** Lets go of the service; the networks stay. */
    @Override
    public void close() {
        threads.close();
    }
}
