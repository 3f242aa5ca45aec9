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
 */
record KnownImage(Descriptor manifest, ImageManifest parts, ImageConfig config) {

    Digest id() {
        return parts.config().digest();
    }

    /** Its uncompressed layers, the base layer first. */
    List<Digest> layers() {
        return config.rootfs().diffIds();
    }

    /** Every content it is made of. */
    List<Digest> contents() {
        List<Digest> all = new ArrayList<>(List.of(manifest.digest(), id()));
        parts.layers().forEach(layer -> all.add(layer.digest()));
        return all;
    }
}
