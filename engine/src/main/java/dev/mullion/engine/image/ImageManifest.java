package dev.mullion.engine.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mullion.docker.api.DockerJson;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What one image is made of (OCI image manifest, Docker schema 2).
 *
 * @param schemaVersion 2
 * @param mediaType which of the two it is
 * @param config its configuration
 * @param layers its compressed layers, the base layer first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImageManifest(
        @JsonProperty("schemaVersion") int schemaVersion,
        @JsonProperty("mediaType") @Nullable String mediaType,
        @JsonProperty("config") Descriptor config,
        @JsonProperty("layers") List<Descriptor> layers) {

    @SuppressWarnings("NullAway") // what is absent in a document arrives as null
    ImageManifest {
        if (config == null || layers == null) {
            throw new IllegalArgumentException("the manifest names no configuration or no layers");
        }
        layers = List.copyOf(layers);
    }

    /** The manifest that Docker would write for an image made here. */
    static ImageManifest docker(Descriptor config, List<Descriptor> layers) {
        return new ImageManifest(2, MediaTypes.DOCKER_MANIFEST, config, layers);
    }

    /**
     * Reads a manifest.
     *
     * @throws IllegalArgumentException if it is none
     */
    static ImageManifest of(byte[] bytes) {
        try {
            JsonNode tree = DockerJson.mapper().readTree(bytes);
            if (tree.has("manifests") || tree.has("fsLayers")) {
                // one document must not mean different images to different readers
                throw new IllegalArgumentException(
                        "the manifest is a manifest list or of schema 1 at the same time");
            }
            return DockerJson.mapper().treeToValue(tree, ImageManifest.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "the manifest can't be read: " + e.getOriginalMessage(), e);
        }
    }

    byte[] bytes() {
        return DockerJson.mapper().writeValueAsBytes(this);
    }
}
