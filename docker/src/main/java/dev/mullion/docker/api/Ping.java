package dev.mullion.docker.api;

import org.jspecify.annotations.Nullable;

/**
 * What an engine says about itself in the headers of {@code /_ping}.
 *
 * @param apiVersion the newest version of the API it speaks, for example {@code 1.41}
 * @param osType {@code linux} or {@code windows}
 * @param server product and version as in the {@code Server} header
 * @param experimental whether experimental features are on
 */
public record Ping(
        String apiVersion, @Nullable String osType, @Nullable String server, boolean experimental) {

    /** Fills in what is absent. */
    public Ping {
        osType = Absent.orNull(osType);
        server = Absent.orNull(server);
    }
}
