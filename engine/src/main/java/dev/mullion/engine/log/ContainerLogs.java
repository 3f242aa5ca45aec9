package dev.mullion.engine.log;

import dev.mullion.docker.ContainerId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The logs of this host's containers: one object each, so that nobody reads what is just moved. */
public final class ContainerLogs {

    private final Clock clock;
    private final Map<ContainerId, ContainerLog> logs = new ConcurrentHashMap<>();

    /**
     * Knows none yet.
     *
     * @param clock says whether a moment has passed
     */
    public ContainerLogs(Clock clock) {
        this.clock = clock;
    }

    /**
     * Returns a container's log.
     *
     * @param file where its monitor writes to; the same every time
     */
    public ContainerLog of(ContainerId id, Path file) {
        return logs.computeIfAbsent(id, key -> new ContainerLog(file, clock));
    }

    /** Forgets a container that is gone. Its files are removed by whoever made their folder. */
    public void forget(ContainerId id) {
        logs.remove(id);
    }
}
