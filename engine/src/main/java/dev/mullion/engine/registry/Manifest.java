package dev.mullion.engine.registry;

import dev.mullion.docker.Digest;
import java.util.Set;

/**
 * A manifest or an index as a registry gave it; its digest has been verified.
 *
 * @param mediaType for example {@code application/vnd.oci.image.manifest.v1+json}
 * @param digest of the bytes
 * @param bytes the JSON document, exactly as it came; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are what the digest is of; nobody compares it
public record Manifest(String mediaType, Digest digest, byte[] bytes) {

    /** A list of manifests for several platforms. */
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

    /** A list of manifests for several platforms, as Docker called it first. */
    public static final String DOCKER_LIST =
            "application/vnd.docker.distribution.manifest.list.v2+json";

    /** The manifest of an image. */
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    /** The manifest of an image, as Docker called it first. */
    public static final String DOCKER_MANIFEST =
            "application/vnd.docker.distribution.manifest.v2+json";

    static final Set<String> INDEXES = Set.of(OCI_INDEX, DOCKER_LIST);

    /** Tells whether this is a list of manifests for several platforms. */
    public boolean index() {
        return INDEXES.contains(mediaType);
    }
}
