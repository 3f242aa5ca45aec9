package dev.mullion.docker.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What takes room on a host ({@code GET /system/df}). Newer engines also sum up ({@code …Usage});
 * the lists are only there if they were asked for.
 *
 * @param layersSize bytes of all layers, each counted once
 * @param images images with their shared size and the number of containers that use them
 * @param containers containers with their sizes
 * @param imageUsage the sum over images, from newer engines
 * @param containerUsage the sum over containers, from newer engines
 * @param volumeUsage the sum over volumes, from newer engines
 */
public record DiskUsage(
        long layersSize,
        List<ImageSummary> images,
        List<ContainerSummary> containers,
        @Nullable Sum imageUsage,
        @Nullable Sum containerUsage,
        @Nullable Sum volumeUsage) {

    /** Fills in what is absent. */
    public DiskUsage {
        images = Absent.list(images);
        containers = Absent.list(containers);
    }

    /**
     * What one kind of thing takes.
     *
     * @param activeCount how many are in use
     * @param totalCount how many there are
     * @param reclaimable bytes that would be free without those not in use
     * @param totalSize bytes of all
     */
    public record Sum(long activeCount, long totalCount, long reclaimable, long totalSize) {}
}
