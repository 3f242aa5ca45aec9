package dev.mullion.docker.api;

import java.util.List;

/**
 * What went when unused containers or images were removed.
 *
 * @param containersDeleted ids of containers
 * @param imagesDeleted names and images
 * @param volumesDeleted names of volumes
 * @param networksDeleted names of networks
 * @param spaceReclaimed bytes that are free now
 */
public record PruneReport(
        List<String> containersDeleted,
        List<DeletedImage> imagesDeleted,
        List<String> volumesDeleted,
        List<String> networksDeleted,
        long spaceReclaimed) {

    /** Fills in what is absent. */
    public PruneReport {
        containersDeleted = Absent.list(containersDeleted);
        volumesDeleted = Absent.list(volumesDeleted);
        networksDeleted = Absent.list(networksDeleted);
        imagesDeleted = Absent.list(imagesDeleted);
    }
}
