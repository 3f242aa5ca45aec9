package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import dev.mullion.docker.Platform;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.archive.ArchiveLimits;

/** What must hold of an image before anything is done for it. */
final class ManifestChecks {

    /** As many as Docker stacks. */
    static final int MOST_LAYERS = 125;

    private final ArchiveLimits limits;
    private final Platform host;

    ManifestChecks(ArchiveLimits limits, Platform host) {
        this.limits = limits;
        this.host = host;
    }

    /**
     * Checks a manifest.
     *
     * @return the manifest
     * @throws EngineProblem saying what is wrong with it
     */
    ImageManifest manifest(byte[] bytes) {
        ImageManifest manifest;
        try {
            manifest = ImageManifest.of(bytes);
        } catch (IllegalArgumentException e) {
            throw EngineProblem.invalid("invalid manifest: " + e.getMessage());
        }
        if (manifest.layers().size() > MOST_LAYERS) {
            throw EngineProblem.invalid(
                    "max depth exceeded: the image has %d layers, at most %d can be stacked"
                            .formatted(manifest.layers().size(), MOST_LAYERS));
        }
        config(manifest.config());
        manifest.layers().forEach(this::layer);
        return manifest;
    }

    /**
     * Checks a configuration against its manifest and this host.
     *
     * @return the configuration
     * @throws EngineProblem saying what is wrong with it
     */
    ImageConfig config(byte[] bytes, ImageManifest manifest) {
        ImageConfig config;
        Platform platform;
        try {
            config = ImageConfig.of(bytes);
            platform = config.platform();
        } catch (IllegalArgumentException e) {
            throw EngineProblem.invalid("invalid image configuration: " + e.getMessage());
        }
        if (config.rootfs().diffIds().size() != manifest.layers().size()) {
            throw EngineProblem.invalid(
                    "layers from manifest don't match image configuration: %d layers, %d diff_ids"
                            .formatted(manifest.layers().size(), config.rootfs().diffIds().size()));
        }
        config.rootfs().diffIds().forEach(ManifestChecks::sha256);
        if (!platform.os().equals(host.os())) {
            throw EngineProblem.invalid(
                    "image operating system \"%s\" cannot be used on this platform"
                            .formatted(platform.os()));
        }
        return config;
    }

    private static void config(Descriptor config) {
        sha256(config.digest());
        boolean known =
                MediaTypes.isConfig(config.mediaType())
                        || config.mediaType().equals("application/octet-stream");
        if (!known) {
            throw EngineProblem.invalid(
                    "unsupported media type "
                            + config.mediaType()
                            + ": this is no container image");
        }
        if (config.size() < 0 || config.size() > ImageStore.LONGEST_DOCUMENT) {
            throw EngineProblem.invalid(
                    "the image's configuration has %d bytes, at most %d are read"
                            .formatted(config.size(), ImageStore.LONGEST_DOCUMENT));
        }
    }

    private void layer(Descriptor layer) {
        sha256(layer.digest());
        if (!MediaTypes.isLayer(layer.mediaType())) {
            throw EngineProblem.invalid(
                    "unsupported layer media type "
                            + layer.mediaType()
                            + ": this is no container image");
        }
        if (layer.size() < 0 || layer.size() > limits.bytes()) {
            throw EngineProblem.invalid(
                    "layer %s has %d bytes, a layer may have %d here"
                            .formatted(layer.digest(), layer.size(), limits.bytes()));
        }
    }

    @SuppressWarnings("NullAway") // what is absent in a document arrives as null
    private static void sha256(Digest digest) {
        if (digest == null || !digest.algorithm().equals("sha256")) {
            throw EngineProblem.invalid("unsupported digest " + digest + ": only sha256 is kept");
        }
    }
}
