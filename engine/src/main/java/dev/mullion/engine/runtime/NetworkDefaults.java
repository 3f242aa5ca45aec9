package dev.mullion.engine.runtime;

/**
 * What networks are like on one operating system.
 *
 * @param name the default network, which is also what its kind is called: {@code bridge} or {@code
 *     nat}
 * @param hostNetwork whether there is the host's own network to share
 * @param files whether containers are told names and name servers by files below {@code /etc}
 * @param socketsHoldPorts whether a published port is held by a socket of the engine; where not,
 *     the system itself keeps others from it
 */
public record NetworkDefaults(
        String name, boolean hostNetwork, boolean files, boolean socketsHoldPorts) {}
