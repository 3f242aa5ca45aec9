package dev.mullion.engine.runtime;

import dev.mullion.docker.ContainerId;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Makes networks and connects containers to them. On Linux a connection is made when the process
 * waits to be started ({@link #join}); other systems make it before the container ({@link
 * #prepare}).
 */
public interface NetworkDriver {

    /** Makes the network if it isn't there as described; again is fine. */
    void ensure(NetworkSpec network) throws IOException;

    /** Removes the network; fine if it isn't there. */
    void remove(NetworkSpec network) throws IOException;

    /**
     * Takes what a container needs on the host, for example its published ports.
     *
     * @throws AddressReservedException if the system holds the address back
     */
    void prepare(ContainerId id, EndpointSpec endpoint) throws IOException;

    /** Connects the waiting process. */
    void join(ContainerId id, EndpointSpec endpoint, CreatedProcess process) throws IOException;

    /** Gives the waiting process of a container in no network the loopback that it has anyway. */
    void joinNothing(CreatedProcess process) throws IOException;

    /** Gives back what the container had; fine if it had nothing. */
    void release(ContainerId id, EndpointSpec endpoint) throws IOException;

    /**
     * Bytes and packets of each of the container's network devices, by their names inside.
     *
     * @param pid its first process
     */
    Map<String, NetworkUsage> usage(ContainerId id, long pid) throws IOException;

    /**
     * The blocks of addresses that this machine reaches already, where no network may be made.
     *
     * @param except the name of a network's device whose own blocks don't count
     * @return for example {@code 192.0.2.0/24}
     */
    List<String> reachable(String except) throws IOException;

    /**
     * Cleans up after an engine before this one: what isn't listed is removed, what is listed and
     * missing is made again.
     *
     * @param networks all networks
     * @param endpoints the connections of running containers
     */
    void recover(List<NetworkSpec> networks, Map<ContainerId, EndpointSpec> endpoints)
            throws IOException;
}
