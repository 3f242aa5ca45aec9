package dev.mullion.docker.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a client waits, how much it takes, and what it shows.
 *
 * @param connectTimeout the longest for connecting, with the TLS handshake
 * @param callTimeout the longest for a call, from connecting to the last byte of the answer; for a
 *     stream, to its beginning
 * @param slowCallTimeout the same for calls that engines are slow with: creating, starting,
 *     stopping, removing, pruning, disk usage, beginning a pull
 * @param maxBody the most bytes of an answer
 * @param maxLine the most bytes of one document in a stream
 * @param tls certificates; needed for addresses with TLS
 */
public record ClientSettings(
        Duration connectTimeout,
        Duration callTimeout,
        Duration slowCallTimeout,
        int maxBody,
        int maxLine,
        @Nullable TlsMaterial tls) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if one isn't above zero
     */
    public ClientSettings {
        if (!connectTimeout.isPositive()
                || !callTimeout.isPositive()
                || !slowCallTimeout.isPositive()) {
            throw new IllegalArgumentException("A time-out must be longer than nothing");
        }
        if (maxBody < 1 || maxLine < 1) {
            throw new IllegalArgumentException("A limit must be above zero");
        }
    }

    /**
     * Returns settings that suit most hosts.
     *
     * @return 5 s to connect, 30 s for a call, 5 min for a slow one, 64 MiB bodies, 1 MiB lines, no
     *     certificates
     */
    public static ClientSettings defaults() {
        return new ClientSettings(
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                64 << 20,
                1 << 20,
                null);
    }

    /**
     * Returns the same settings with certificates.
     *
     * @param material what to show and whom to trust
     * @return the new settings
     */
    public ClientSettings withTls(TlsMaterial material) {
        return new ClientSettings(
                connectTimeout, callTimeout, slowCallTimeout, maxBody, maxLine, material);
    }

    /**
     * Returns the same settings with other time-outs.
     *
     * @param connect the longest for connecting
     * @param call the longest for a call
     * @param slowCall the longest for a slow call
     * @return the new settings
     */
    public ClientSettings withTimeouts(Duration connect, Duration call, Duration slowCall) {
        return new ClientSettings(connect, call, slowCall, maxBody, maxLine, tls);
    }

    /**
     * Returns the same settings with other limits.
     *
     * @param body the most bytes of an answer
     * @param line the most bytes of one document in a stream
     * @return the new settings
     */
    public ClientSettings withLimits(int body, int line) {
        return new ClientSettings(connectTimeout, callTimeout, slowCallTimeout, body, line, tls);
    }
}
