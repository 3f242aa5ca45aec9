package dev.mullion.engine.stream;

import dev.mullion.engine.runtime.NetworkUsage;
import java.io.IOException;
import java.util.Map;

/** Counts what the network devices of a process carry. */
@FunctionalInterface
public interface NetworkCounters {

    /** Returns the devices by their names inside. */
    Map<String, NetworkUsage> of(long pid) throws IOException;
}
