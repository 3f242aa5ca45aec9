package dev.mullion.engine.stream;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.runtime.NetworkUsage;
import java.io.IOException;
import java.util.Map;

/** Counts what the network devices of a container carry. */
@FunctionalInterface
public interface NetworkCounters {

    /** Returns the devices by their names inside. */
    Map<String, NetworkUsage> of(ContainerId id, long pid) throws IOException;
}
