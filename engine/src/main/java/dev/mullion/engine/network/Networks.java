package dev.mullion.engine.network;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.api.NetworkSettings;
import dev.mullion.docker.api.PublishedPort;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.event.Events;
import dev.mullion.engine.network.NetworkUse.Peer;
import dev.mullion.engine.runtime.AddressReservedException;
import dev.mullion.engine.runtime.CreatedProcess;
import dev.mullion.engine.runtime.EndpointSpec;
import dev.mullion.engine.runtime.EndpointSpec.Published;
import dev.mullion.engine.runtime.NamespaceSpec;
import dev.mullion.engine.runtime.NetworkDefaults;
import dev.mullion.engine.runtime.NetworkDriver;
import dev.mullion.engine.runtime.NetworkSpec;
import dev.mullion.engine.runtime.NetworkUsage;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The networks of this host and who is connected to them. Safe for many threads; calls about one
 * container come one at a time.
 *
 * <p>Addresses and ports are a container's from {@link #connect} to {@link #release}: another start
 * may get others. What running containers have is kept in a file each, and taken again from there
 * by the next engine.
 */
public final class Networks implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Networks.class.getName());

    /** How many addresses a container is tried with where the system holds some back. */
    private static final int MOST_ADDRESSES = 8;

    private final NetworkDriver driver;
    private final Events events;
    private final RequestRules rules;
    private final PredefinedNetworks predefined;
    private final AddressPool addresses;
    private final HostPorts ports;
    private final NetworkDefaults defaults;
    private final ConnectionFiles files;
    private final ContainerFiles containerFiles;
    private final SecureRandom random = new SecureRandom();
    private final Map<ContainerId, Connection> connections = new ConcurrentHashMap<>();
    private @Nullable NetworkUse use;

    /**
     * Starts with no containers connected; {@link #recover} comes next.
     *
     * @param data a folder for what is known of networks ({@code DATA/networks}), made if missing
     * @param run a folder for what is known of connections until the next boot ({@code RUN/n}),
     *     made if missing
     * @param settings what this host's networks shall be
     * @throws IOException if the networks can't be read, or no addresses are free for them
     */
    public Networks(
            Path data,
            Path run,
            BridgeSettings settings,
            NetworkDriver driver,
            Events events,
            Clock clock)
            throws IOException {
        this.driver = driver;
        this.defaults = settings.defaults();
        this.ports = new HostPorts(defaults.socketsHoldPorts());
        this.events = events;
        this.predefined = PredefinedNetworks.open(data, settings, driver, clock);
        this.rules = new RequestRules(predefined, settings.hostAllowed());
        NetworkSpec bridge = predefined.bridge();
        this.addresses = new AddressPool(Subnet.parse(bridge.subnet()).orElseThrow());
        this.files = new ConnectionFiles(run);
        this.containerFiles = new ContainerFiles(Path.of("/"), bridge.gateway());
    }

    /** The name of the network that containers are in unless they ask for another. */
    public String usual() {
        return predefined.bridge().name();
    }

    /** Says who knows the containers. Called once, before anything is connected. */
    public void usedBy(NetworkUse use) {
        this.use = use;
    }

    /**
     * Finds the connections that an engine before this one made, removes those of containers that
     * don't run any more and makes again what is missing of the others.
     *
     * @param running the containers that run
     */
    public void recover(Set<ContainerId> running) throws IOException {
        Map<ContainerId, EndpointSpec> endpoints = new LinkedHashMap<>();
        for (Connection connection : files.all()) {
            ContainerId id = connection.container();
            if (!running.contains(id)) {
                files.remove(id);
                continue;
            }
            connections.put(id, connection);
            if (connection.endpoint() != null) {
                endpoints.put(id, connection.endpoint());
                takeAgain(id, connection.endpoint());
            }
        }
        driver.recover(List.of(predefined.bridge()), endpoints);
    }

    private void takeAgain(ContainerId id, EndpointSpec endpoint) {
        if (!addresses.take(id, endpoint.address())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Container {0} has the address {1}, which isn''t free in {2}; restart it",
                    id,
                    endpoint.address(),
                    predefined.bridge().subnet());
        }
        for (Published port : endpoint.ports()) {
            try {
                ports.take(port);
            } catch (IOException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Another program took a port of container {0} while no engine ran: {1}",
                        id,
                        e.getMessage());
            }
        }
    }

    /**
     * Checks when a container is created what would fail at each start.
     *
     * @return warnings for whoever creates it; none mostly
     * @throws EngineProblem 403 if this host doesn't allow the mode, 404 for an unknown network,
     *     400 for what doesn't go together
     */
    public List<String> check(NetworkRequest request) {
        return rules.check(request);
    }

    /**
     * Gives a container that is about to start an address and its ports.
     *
     * @return {@link Connection#namespace()} is what its process needs
     * @throws EngineProblem as {@link #check}; 409 if the other container of {@code container:…}
     *     isn't running, 500 if a port is taken or there is no address left; then nothing is held
     */
    public Connection connect(ContainerId id, NetworkRequest request) {
        rules.check(request);
        letGoOfEarlier(id);
        for (int tries = 1; true; tries++) {
            Connection connection = place(id, request);
            try {
                establish(connection);
                tell("connect", connection);
                return connection;
            } catch (AddressReservedException e) {
                giveBack(connection, e);
                boolean kept = connections.containsKey(id);
                if (kept || tries == MOST_ADDRESSES) {
                    throw notSetUp(e);
                }
                passOver(connection, e);
            } catch (IOException e) {
                giveBack(connection, e);
                throw notSetUp(e);
            }
        }
    }

    private static EngineProblem notSetUp(IOException e) {
        return EngineProblem.failed("failed to set up container networking: " + e.getMessage(), e);
    }

    private Connection place(ContainerId id, NetworkRequest request) {
        return switch (request.mode()) {
            case NetworkMode.Bridge bridge -> bridged(id, request);
            case NetworkMode.Host host -> plain(id, "host", request, NamespaceSpec.HOST);
            case NetworkMode.None none -> plain(id, "none", request, NamespaceSpec.OWN);
            case NetworkMode.Container other -> joined(id, other);
        };
    }

    private void establish(Connection connection) throws IOException {
        ContainerId id = connection.container();
        files.write(connection);
        connections.put(id, connection);
        if (connection.endpoint() != null) {
            driver.prepare(id, connection.endpoint());
        }
    }

    private void passOver(Connection connection, AddressReservedException why) {
        EndpointSpec endpoint = connection.endpoint();
        if (endpoint != null) {
            addresses.avoid(endpoint.address());
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Container {0} gets another address than {1}: {2}",
                    connection.container(),
                    endpoint.address(),
                    why.getMessage());
        }
    }

    /** What a release before this start couldn't give back. */
    private void letGoOfEarlier(ContainerId id) {
        try {
            release(id);
        } catch (IOException e) {
            throw EngineProblem.failed(
                    "the network of the container's last run can't be removed: " + e.getMessage(),
                    e);
        }
    }

    private Connection joined(ContainerId id, NetworkMode.Container other) {
        if (use == null) {
            throw new IllegalStateException("Nobody has said yet who knows the containers");
        }
        Peer peer = use.requireRunning(other.reference());
        return new Connection(id, "", "", "", peer.pid(), peer.container(), null);
    }

    private Connection plain(
            ContainerId id, String network, NetworkRequest request, long namespace) {
        return new Connection(
                id,
                network,
                predefined.id(request.mode()),
                PredefinedNetworks.id(random),
                namespace,
                null,
                null);
    }

    private Connection bridged(ContainerId id, NetworkRequest request) {
        NetworkSpec network = predefined.bridge();
        String endpointId = PredefinedNetworks.id(random);
        String address =
                addresses
                        .take(id)
                        .orElseThrow(() ->
                                EngineProblem.failed(
                                        "no available IPv4 addresses on this network's address pools: %s (%s)"
                                                .formatted(network.name(), network.id())));
        List<Published> taken = new ArrayList<>();
        try {
            for (WantedPort wanted : request.published()) {
                taken.add(ports.take(wanted));
            }
        } catch (IOException e) {
            freePorts(taken);
            addresses.free(address);
            throw EngineProblem.failed(
                    "driver failed programming external connectivity on endpoint %s (%s): %s"
                            .formatted(request.name(), endpointId, e.getMessage()),
                    e);
        }
        String mac = request.macAddress() == null ? hardware(address) : request.macAddress();
        int prefix = Subnet.parse(network.subnet()).orElseThrow().prefix();
        return new Connection(
                id,
                network.name(),
                network.id(),
                endpointId,
                NamespaceSpec.OWN,
                null,
                new EndpointSpec(
                        network,
                        address,
                        prefix,
                        mac,
                        List.copyOf(taken),
                        request.dns(),
                        request.dnsSearch()));
    }

    /** One that follows from the address, so that neighbours needn't forget what they know. */
    private static String hardware(String address) {
        long number = Subnet.number(address);
        return "02:42:%02x:%02x:%02x:%02x"
                .formatted(number >> 24 & 255, number >> 16 & 255, number >> 8 & 255, number & 255);
    }

    /** Connects the waiting process of a container that {@link #connect} was called for. */
    public void join(ContainerId id, CreatedProcess process) throws IOException {
        Connection connection = connections.get(id);
        if (connection == null) {
            throw new IllegalStateException("Not connected: " + id);
        }
        if (connection.endpoint() != null) {
            driver.join(id, connection.endpoint(), process);
        } else if (connection.namespace() == NamespaceSpec.OWN) {
            driver.joinNothing(process);
        }
    }

    /** Gives back all a container had, after its end or a failed start; fine if it had nothing. */
    public void release(ContainerId id) throws IOException {
        Connection connection = connections.get(id);
        if (connection == null) {
            return;
        }
        if (connection.endpoint() != null) {
            driver.release(id, connection.endpoint());
        }
        free(connection);
        tell("disconnect", connection);
    }

    private void giveBack(Connection connection, IOException reason) {
        try {
            if (connection.endpoint() != null) {
                driver.release(connection.container(), connection.endpoint());
            }
            free(connection);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private void free(Connection connection) throws IOException {
        files.remove(connection.container());
        connections.remove(connection.container());
        EndpointSpec endpoint = connection.endpoint();
        if (endpoint != null) {
            freePorts(endpoint.ports());
            addresses.free(endpoint.address());
        }
    }

    private void freePorts(List<Published> taken) {
        for (Published port : taken) {
            try {
                ports.free(port);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "Could not let go of a port: " + port, e);
            }
        }
    }

    private void tell(String action, Connection connection) {
        if (connection.peer() != null) {
            return;
        }
        events.publish(
                "network",
                action,
                connection.networkId(),
                Map.of(
                        "container",
                        connection.container().hex(),
                        "name",
                        connection.network(),
                        "type",
                        connection.network().equals("none") ? "null" : connection.network()));
    }

    /** A running container's connection. */
    public Optional<Connection> connection(ContainerId id) {
        return Optional.ofNullable(connections.get(id));
    }

    /** How a container is reached, for its details; of one that doesn't run, what it asked for. */
    public NetworkSettings settings(ContainerId id, NetworkRequest request) {
        Connection connection = connections.get(id);
        return connection == null
                ? Reached.notRunning(request, predefined)
                : Reached.settings(connection, request);
    }

    /** A container's ports, for a list of containers; none if it doesn't run. */
    public List<PublishedPort> ports(ContainerId id, NetworkRequest request) {
        Connection connection = connections.get(id);
        return connection == null ? List.of() : Reached.ports(connection, request);
    }

    /**
     * Writes hosts, hostname and resolv.conf of a container that is about to start.
     *
     * @param folder where to; it is there, and the other containers' are beside it, named by their
     *     ids
     * @return the files, which aren't there where containers aren't told by files; of a container
     *     in another one's network, the other one's
     */
    public NetworkFiles writeFiles(Connection connection, NetworkRequest request, Path folder)
            throws IOException {
        if (!defaults.files()) {
            return NetworkFiles.in(folder);
        }
        if (connection.peer() == null) {
            return containerFiles.write(connection, request, folder);
        }
        return NetworkFiles.in(folder.resolveSibling(owner(connection).orElseThrow().hex()));
    }

    /**
     * The container whose network another one has joined, maybe by way of others.
     *
     * @return nothing if it has joined none
     */
    public Optional<ContainerId> owner(Connection connection) {
        ContainerId owner = connection.peer();
        if (owner == null) {
            return Optional.empty();
        }
        for (Connection next = connections.get(owner);
                next != null && next.peer() != null;
                next = connections.get(owner)) {
            owner = next.peer();
        }
        return Optional.of(owner);
    }

    /** Counters of each network device that a process sees, by the device's name. */
    public Map<String, NetworkUsage> usage(ContainerId id, long pid) throws IOException {
        return driver.usage(id, pid);
    }

    /**
     * Removes this engine's networks from the machine; for an engine that is uninstalled, when no
     * container runs any more.
     */
    public void removeAll() throws IOException {
        driver.remove(predefined.bridge());
    }

    /** Lets go of what holds the host's ports. The containers' networks work on without it. */
    @Override
    public void close() {
        ports.close();
    }

    PredefinedNetworks predefined() {
        return predefined;
    }

    Collection<Connection> connections() {
        return connections.values();
    }

    String name(ContainerId id) {
        return use == null ? "" : use.name(id);
    }
}
