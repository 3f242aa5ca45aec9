package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mullion.docker.Digest;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one image ({@code GET /images/{name}/json}).
 *
 * @param id the image's id
 * @param repoTags the names it has, with tags
 * @param repoDigests the names it has in registries, with digests
 * @param comment a note from its making
 * @param created when it was built, if that is known
 * @param author who made it, if that is known
 * @param config what its containers run and how
 * @param architecture the processor it is made for, by Go's name
 * @param variant the variant of the processor
 * @param os {@code linux} or {@code windows}
 * @param osVersion on Windows the version it was built on, four numbers
 * @param size bytes of all its layers
 * @param rootFs its layers
 * @param graphDriver how the engine stores it
 * @param metadata what this engine knows beside the image itself
 * @param parent the image it was built from here, if it was
 * @param virtualSize the size again, for clients before API 1.44; else 0
 * @param dockerVersion the engine that built it
 */
@RecordBuilder
public record ImageDetails(
        Digest id,
        List<String> repoTags,
        List<String> repoDigests,
        @Nullable String comment,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable Instant created,
        @Nullable String author,
        ContainerConfig config,
        String architecture,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable String variant,
        String os,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable String osVersion,
        long size,
        @JsonProperty("RootFS") RootFs rootFs,
        @Nullable GraphDriver graphDriver,
        @Nullable Metadata metadata,
        @Nullable String parent,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long virtualSize,
        @Nullable String dockerVersion) {

    /** Fills in what is absent; without an id it is no image. */
    public ImageDetails {
        comment = Absent.orNull(comment);
        author = Absent.orNull(author);
        variant = Absent.orNull(variant);
        osVersion = Absent.orNull(osVersion);
        parent = Absent.orNull(parent);
        dockerVersion = Absent.orNull(dockerVersion);
        id = Absent.required(id, "id of an image");
        repoTags = Absent.list(repoTags);
        repoDigests = Absent.list(repoDigests);
        config = config == null ? ContainerConfig.builder("").build() : config;
        architecture = Absent.text(architecture);
        os = Absent.text(os);
        rootFs = rootFs == null ? new RootFs("layers", List.of()) : rootFs;
    }

    /** Begins the details of an image; its id is required. */
    public static ImageDetailsBuilder builder() {
        return ImageDetailsBuilder.builder();
    }

    /** Begins details like these. */
    public ImageDetailsBuilder toBuilder() {
        return ImageDetailsBuilder.builder(this);
    }

    /**
     * The layers of an image.
     *
     * @param type {@code layers}
     * @param layers the digest of each layer's uncompressed archive, lowest first
     */
    public record RootFs(String type, List<Digest> layers) {

        /** Fills in what is absent. */
        public RootFs {
            type = Absent.text(type);
            layers = Absent.list(layers);
        }
    }

    /**
     * How an engine stores an image.
     *
     * @param name the storage driver
     * @param data what the driver notes, by name
     */
    public record GraphDriver(String name, Map<String, String> data) {

        /** Fills in what is absent. */
        public GraphDriver {
            name = Absent.text(name);
            data = Absent.map(data);
        }
    }

    /**
     * What an engine knows beside the image itself.
     *
     * @param lastTagTime when it was tagged here the last time, if ever
     */
    public record Metadata(@Nullable Instant lastTagTime) {}
}
