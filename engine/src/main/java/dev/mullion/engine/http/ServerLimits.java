package dev.mullion.engine.http;

import java.time.Duration;

/**
 * How much one client may ask for, and how long it may take.
 *
 * @param head bytes of a request's line and headers
 * @param headers how many headers
 * @param json bytes of a request's JSON
 * @param unixConnections how many connections over the Unix socket at once
 * @param tcpConnections how many over TCP at once, so that strangers can't lock out those on the
 *     machine
 * @param idle how long a connection may be silent between requests or inside one
 * @param headTime how long the client may take for a request's head after that
 * @param bodyTime how long for the JSON of a request
 * @param uploadIdle how long an upload may be silent
 */
public record ServerLimits(
        int head,
        int headers,
        int json,
        int unixConnections,
        int tcpConnections,
        Duration idle,
        Duration headTime,
        Duration bodyTime,
        Duration uploadIdle) {

    /** What the engine runs with. */
    public static final ServerLimits DEFAULT =
            new ServerLimits(
                    32 << 10,
                    100,
                    1 << 20,
                    2048,
                    1024,
                    Duration.ofSeconds(90),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(10));
}
