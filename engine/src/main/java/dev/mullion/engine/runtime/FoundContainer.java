package dev.mullion.engine.runtime;

import dev.mullion.docker.ContainerId;
import org.jspecify.annotations.Nullable;

/**
 * A container that an engine before this one started.
 *
 * @param id which
 * @param pid its first process; 0 if it has ended
 * @param paused whether it is frozen
 * @param exit how it ended; null while it runs
 */
public record FoundContainer(
        ContainerId id, long pid, boolean paused, @Nullable ProcessExit exit) {}
