package dev.mullion.docker.api;

import java.util.List;

/**
 * What went when unused containers or images were removed.
 *
 * @param containersDeleted ids of containers
 * @param imagesDeleted names and images
 * @param spaceReclaimed bytes that are free now
 */
public record PruneReport(
        List<String> containersDeleted, List<DeletedImage> imagesDeleted, long spaceReclaimed) {

    /** Fills in what is absent. */
    public PruneReport {
        containersDeleted = Absent.list(containersDeleted);
        imagesDeleted = Absent.list(imagesDeleted);
    }
}
