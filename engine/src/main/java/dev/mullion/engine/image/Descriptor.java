package dev.mullion.engine.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mullion.docker.Digest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pointer to content (OCI image specification, "Content Descriptors").
 *
 * @param mediaType what it is
 * @param digest its name
 * @param size its bytes
 * @param platform what a manifest in an index is made for
 * @param urls where else it may be found; only foreign layers have this
 * @param annotations facts about it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Descriptor(
        @JsonProperty("mediaType") String mediaType,
        @JsonProperty("digest") Digest digest,
        @JsonProperty("size") @JsonInclude(JsonInclude.Include.ALWAYS) long size,
        @JsonProperty("platform") @Nullable Target platform,
        @JsonProperty("urls") List<String> urls,
        @JsonProperty("annotations") Map<String, String> annotations) {

    @SuppressWarnings("NullAway") // what is absent in a document arrives as null
    Descriptor {
        mediaType = mediaType == null ? "" : mediaType;
        urls = urls == null ? List.of() : List.copyOf(urls);
        annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
    }

    static Descriptor of(String mediaType, Digest digest, long size) {
        return new Descriptor(mediaType, digest, size, null, List.of(), Map.of());
    }

    Descriptor annotated(Map<String, String> facts) {
        return new Descriptor(mediaType, digest, size, platform, urls, facts);
    }

    /** Whether the registry doesn't keep it, as with the base layers of Windows. */
    boolean foreign() {
        return mediaType.contains(".foreign.") || mediaType.contains(".nondistributable.");
    }

    /**
     * What a manifest in an index is made for.
     *
     * @param os for example {@code linux}
     * @param architecture for example {@code amd64}
     * @param variant for example {@code v7}
     * @param osVersion on Windows four numbers
     * @param osFeatures what of the system it needs, for example {@code win32k}; chooses nothing
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Target(
            @JsonProperty("architecture") @Nullable String architecture,
            @JsonProperty("os") @Nullable String os,
            @JsonProperty("os.version") @Nullable String osVersion,
            @JsonProperty("os.features") @Nullable List<String> osFeatures,
            @JsonProperty("variant") @Nullable String variant) {}
}
