package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import java.util.ArrayList;
import java.util.List;

/**
 * An image that this host has, wholly read.
 *
 * @param manifest where its manifest is
 * @param parts what the manifest names
 * @param config its configuration
 * @param layerBytes of the files in each layer, the base layer first
 */
record KnownImage(
        Descriptor manifest, ImageManifest parts, ImageConfig config, List<Long> layerBytes) {

    KnownImage {
        layerBytes = List.copyOf(layerBytes);
    }

    Digest id() {
        return parts.config().digest();
    }

    /** Its uncompressed layers, the base layer first. */
    List<Digest> layers() {
        return config.rootfs().diffIds();
    }

    long bytes() {
        return layerBytes.stream().mapToLong(Long::longValue).sum();
    }

    /** Every content it is made of. */
    List<Digest> contents() {
        List<Digest> all = new ArrayList<>(List.of(manifest.digest(), id()));
        parts.layers().forEach(layer -> all.add(layer.digest()));
        return all;
    }
}
