package dev.mullion.docker.api;

import org.jspecify.annotations.Nullable;

/**
 * Where on the host a port of a container is published.
 *
 * @param hostIp the host's address; absent means all of them
 * @param hostPort the port on the host; absent or {@code 0} lets the engine choose
 */
public record PortBinding(@Nullable String hostIp, @Nullable String hostPort) {

    /** Fills in what is absent. */
    public PortBinding {
        hostIp = Absent.orNull(hostIp);
        hostPort = Absent.orNull(hostPort);
    }
}
