package dev.mullion.engine.system;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mullion.docker.api.ContainerSummary;
import dev.mullion.docker.api.ImageSummary;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What takes room ({@code GET /system/df}); null what wasn't asked for.
 *
 * @param buildCache always empty: nothing is built here
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DiskUsageAnswer(
        @Nullable Long layersSize,
        @Nullable List<ImageSummary> images,
        @Nullable List<ContainerSummary> containers,
        @Nullable List<?> volumes,
        @Nullable List<Object> buildCache,
        @Nullable Long builderSize) {

    /** What can be asked for. */
    static final Set<String> TYPES = Set.of("container", "image", "volume", "build-cache");

    static DiskUsageAnswer of(DiskUses uses, Set<String> types) {
        boolean images = types.contains("image");
        boolean cache = types.contains("build-cache");
        return new DiskUsageAnswer(
                images ? (Long) uses.layers().getAsLong() : null,
                images ? uses.images().get() : null,
                types.contains("container") ? uses.containers().get() : null,
                types.contains("volume") ? uses.volumes().get() : null,
                cache ? List.of() : null,
                cache ? (Long) 0L : null);
    }
}
