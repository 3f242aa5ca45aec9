package dev.mullion.engine.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mullion.docker.Digest;
import dev.mullion.docker.OsVersion;
import dev.mullion.docker.Platform;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.DockerJson;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * An image's configuration (OCI image specification, "Image Configuration"). Its digest is the
 * image's id.
 *
 * @param created when the image was made
 * @param author who made it
 * @param comment a note from its making
 * @param architecture the processor
 * @param variant of the processor
 * @param os the operating system
 * @param osVersion on Windows four numbers
 * @param osFeatures what of the system it needs, for example {@code win32k}
 * @param dockerVersion what made it
 * @param config what its containers run
 * @param rootfs its layers
 * @param history how it was made
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImageConfig(
        @JsonProperty("created") @Nullable Instant created,
        @JsonProperty("author") @Nullable String author,
        @JsonProperty("comment") @Nullable String comment,
        @JsonProperty("architecture") @Nullable String architecture,
        @JsonProperty("variant") @Nullable String variant,
        @JsonProperty("os") @Nullable String os,
        @JsonProperty("os.version") @Nullable String osVersion,
        @JsonProperty("os.features") @Nullable List<String> osFeatures,
        @JsonProperty("docker_version") @Nullable String dockerVersion,
        @JsonProperty("config") ContainerConfig config,
        @JsonProperty("rootfs") Layers rootfs,
        @JsonProperty("history") List<Step> history) {

    @SuppressWarnings("NullAway") // what is absent in a document arrives as null
    ImageConfig {
        if (rootfs == null) {
            throw new IllegalArgumentException("the configuration names no layers (rootfs)");
        }
        config = config == null ? ContainerConfig.builder("").build() : config;
        history = history == null ? List.of() : List.copyOf(history);
    }

    /**
     * Reads a configuration.
     *
     * @throws IllegalArgumentException if it is none
     */
    static ImageConfig of(byte[] bytes) {
        try {
            return DockerJson.mapper().readValue(bytes, ImageConfig.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "the image's configuration can't be read: " + e.getOriginalMessage(), e);
        }
    }

    byte[] bytes() {
        return DockerJson.mapper().writeValueAsBytes(this);
    }

    /**
     * What the image is made for.
     *
     * @throws IllegalArgumentException if it says something that is no platform
     */
    Platform platform() {
        String text =
                (os == null || os.isEmpty() ? "linux" : os)
                        + "/"
                        + (architecture == null || architecture.isEmpty() ? "amd64" : architecture);
        return Platform.of(variant == null || variant.isEmpty() ? text : text + "/" + variant);
    }

    @Nullable OsVersion windowsVersion() {
        return osVersion == null ? null : OsVersion.find(osVersion).orElse(null);
    }

    /**
     * The layers.
     *
     * @param type {@code layers}
     * @param diffIds digests of the uncompressed layers, the base layer first
     */
    record Layers(
            @JsonProperty("type") String type,
            @JsonProperty("diff_ids") @JsonInclude(JsonInclude.Include.ALWAYS)
                    List<Digest> diffIds) {

        @SuppressWarnings("NullAway") // what is absent in a document arrives as null
        Layers {
            type = type == null ? "" : type;
            diffIds = diffIds == null ? List.of() : List.copyOf(diffIds);
        }
    }

    /**
     * One step of the image's making.
     *
     * @param created when
     * @param createdBy the instruction
     * @param author who
     * @param comment a note
     * @param emptyLayer whether it made no layer
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Step(
            @JsonProperty("created") @Nullable Instant created,
            @JsonProperty("created_by") @Nullable String createdBy,
            @JsonProperty("author") @Nullable String author,
            @JsonProperty("comment") @Nullable String comment,
            @JsonProperty("empty_layer") @Nullable Boolean emptyLayer) {

        boolean empty() {
            return emptyLayer != null && emptyLayer;
        }
    }
}
