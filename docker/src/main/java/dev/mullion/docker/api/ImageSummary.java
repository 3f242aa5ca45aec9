package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mullion.docker.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One image in a list ({@code GET /images/json}).
 *
 * @param id the image's id
 * @param parentId the image it was built from here, if it was
 * @param repoTags the names it has, with tags
 * @param repoDigests the names it has in registries, with digests
 * @param created when it was built, in seconds since 1970
 * @param size bytes of all its layers
 * @param sharedSize bytes of the layers that other images have too; -1 if that wasn't computed
 * @param virtualSize the size again, for clients before API 1.44; else 0
 * @param labels its labels
 * @param containers how many containers use it; -1 if that wasn't computed
 */
public record ImageSummary(
        Digest id,
        @Nullable String parentId,
        List<String> repoTags,
        List<String> repoDigests,
        long created,
        long size,
        long sharedSize,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long virtualSize,
        @NullWhenEmpty Map<String, String> labels,
        int containers) {

    /** The name that older engines give to what has none. */
    private static final String NO_NAME = "<none>";

    /** Fills in what is absent; without an id it is no image. */
    public ImageSummary {
        parentId = Absent.orNull(parentId);
        id = Absent.required(id, "id of an image");
        repoTags = Absent.named(repoTags, NO_NAME);
        repoDigests = Absent.named(repoDigests, NO_NAME);
        labels = Absent.map(labels);
    }

    /**
     * Returns when the image was built.
     *
     * @return to the second
     */
    public Instant createdAt() {
        return Instant.ofEpochSecond(Math.clamp(created, 0, 253_402_300_799L));
    }
}
