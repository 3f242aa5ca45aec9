package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import dev.mullion.docker.OsVersion;
import dev.mullion.docker.Platform;
import dev.mullion.docker.api.ContainerConfig;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image of this host, as it was when it was asked for.
 *
 * @param id the digest of its configuration
 * @param references its names with tags as people read them, for example {@code nginx:latest}
 * @param layers the digests of its uncompressed layers (OCI diff ids), the base layer first
 * @param config what its containers run unless they say otherwise
 * @param platform what it is made for
 * @param osVersion on Windows the version it was built on
 * @param created when it was made; the beginning of 1970 if it doesn't say
 * @param bytes of the files in all its layers
 */
public record StoredImage(
        Digest id,
        List<String> references,
        List<Digest> layers,
        ContainerConfig config,
        Platform platform,
        @Nullable OsVersion osVersion,
        Instant created,
        long bytes) {

    /** Copies the lists. */
    public StoredImage {
        references = List.copyOf(references);
        layers = List.copyOf(layers);
    }
}
