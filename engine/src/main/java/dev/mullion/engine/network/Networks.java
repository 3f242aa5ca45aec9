package dev.mullion.engine.network;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.api.NetworkSettings;
import dev.mullion.docker.api.PublishedPort;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.event.Events;
import dev.mullion.engine.runtime.CreatedProcess;
import dev.mullion.engine.runtime.NetworkDriver;
import dev.mullion.engine.runtime.NetworkUsage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The networks of this host and who is connected to them. Safe for many threads. */
@SuppressWarnings("DoNotCallSuggester") // until the bodies are here
public final class Networks {

    /**
     * Starts with no containers connected; {@link #recover} comes next.
     *
     * @param data a folder for what is known of networks ({@code DATA/networks}), made if missing
     * @param run a folder for what is known of connections until the next boot ({@code RUN/n})
     * @param settings what this host's networks shall be
     */
    public Networks(
            Path data, Path run, BridgeSettings settings, NetworkDriver driver, Events events) {}

    /** Says who knows the containers. Called once, before anything is connected. */
    public void usedBy(NetworkUse use) {
        throw new UnsupportedOperationException();
    }

    /**
     * Finds the connections that an engine before this one made, removes those of containers that
     * don't run any more and makes again what is missing of the others.
     *
     * @param running the containers that run
     */
    public void recover(Set<ContainerId> running) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Checks when a container is created what would fail at each start.
     *
     * @throws EngineProblem 403 if this host doesn't allow the mode, 404 for an unknown network,
     *     400 for what doesn't go together
     */
    public void check(NetworkRequest request) {
        throw new UnsupportedOperationException();
    }

    /**
     * Gives a container that is about to start an address and its ports. May run beside the
     * creation of its process; {@link Connection#namespace()} is what the process needs.
     *
     * @throws EngineProblem as {@link #check}; 409 if the other container of {@code container:…}
     *     isn't running, 500 if a port is taken or there is no address left; then nothing is held
     */
    public Connection connect(ContainerId id, NetworkRequest request) {
        throw new UnsupportedOperationException();
    }

    /** Connects the waiting process of a container that {@link #connect} was called for. */
    public void join(ContainerId id, CreatedProcess process) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Gives back all a container had, after its end or a failed start; fine if it had nothing. */
    public void release(ContainerId id) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** A running container's connection. */
    public Optional<Connection> connection(ContainerId id) {
        throw new UnsupportedOperationException();
    }

    /** How a container is reached, for its details; of one that doesn't run, what it asked for. */
    public NetworkSettings settings(ContainerId id, NetworkRequest request) {
        throw new UnsupportedOperationException();
    }

    /** A container's ports, for a list of containers. */
    public List<PublishedPort> ports(ContainerId id, NetworkRequest request) {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes hosts, hostname and resolv.conf of a container that is about to start.
     *
     * @param folder where to; it is there
     */
    public NetworkFiles writeFiles(Connection connection, NetworkRequest request, Path folder)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Counters of each network device that a process sees, by the device's name. */
    public Map<String, NetworkUsage> usage(long pid) throws IOException {
        throw new UnsupportedOperationException();
    }
}
