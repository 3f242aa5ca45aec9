package dev.mullion.engine.runtime;

import dev.mullion.docker.ContainerId;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of the system a container has for itself. A share is {@code 0} for one of its own,
 * {@link #HOST} for the host's, or the pid of the process whose namespace it joins.
 *
 * @param network network devices and ports
 * @param pid process numbers
 * @param ipc shared memory and message queues
 * @param uts host name; only own or the host's
 * @param shmBytes size of its own shared memory
 * @param networkOf the container whose network it joins, for systems where no process stands for
 *     it; null for none
 */
public record NamespaceSpec(
        long network,
        long pid,
        long ipc,
        long uts,
        long shmBytes,
        @Nullable ContainerId networkOf) {

    /** A namespace of its own. */
    public static final long OWN = 0;

    /** The host's namespace. */
    public static final long HOST = -1;

    /** The processes whose namespaces are joined. */
    public Set<Long> joined() {
        return Stream.of(network, pid, ipc, uts)
                .filter(share -> share > 0)
                .collect(Collectors.toUnmodifiableSet());
    }
}
