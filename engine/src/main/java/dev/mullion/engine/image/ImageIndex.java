package dev.mullion.engine.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mullion.docker.api.DockerJson;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Manifests of one image for several platforms (OCI image index, Docker manifest list).
 *
 * @param schemaVersion 2
 * @param mediaType which of the two it is
 * @param manifests one for each platform
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImageIndex(
        @JsonProperty("schemaVersion") int schemaVersion,
        @JsonProperty("mediaType") @Nullable String mediaType,
        @JsonProperty("manifests") List<Descriptor> manifests) {

    @SuppressWarnings("NullAway") // what is absent in a document arrives as null
    ImageIndex {
        manifests = manifests == null ? List.of() : List.copyOf(manifests);
    }

    /**
     * Reads an index.
     *
     * @throws IllegalArgumentException if it is none
     */
    static ImageIndex of(byte[] bytes) {
        try {
            return DockerJson.mapper().readValue(bytes, ImageIndex.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "the manifest list can't be read: " + e.getOriginalMessage(), e);
        }
    }

    byte[] bytes() {
        return DockerJson.mapper().writeValueAsBytes(this);
    }
}
