package dev.mullion.backend.container;

import org.jspecify.annotations.Nullable;

/**
 * A port of a container that is to be reached through its host.
 *
 * @param hostIp the host's address; null for all of them
 * @param hostPort the port on the host; 0 has the engine choose one
 * @param containerPort the port inside, 1 to 65535
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 */
public record PortMapping(
        @Nullable String hostIp, int hostPort, int containerPort, String protocol) {

    /** A TCP port on all addresses of the host. */
    public static PortMapping tcp(int hostPort, int containerPort) {
        return new PortMapping(null, hostPort, containerPort, "tcp");
    }
}
