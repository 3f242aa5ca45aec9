package dev.mullion.backend.host;

import org.jspecify.annotations.Nullable;

/**
 * A host as pages and the API show it.
 *
 * @param facts what it said about itself when it was last seen; null if it never was
 * @param containers how many containers it has, or had when last seen
 * @param running how many of them run, paused ones included
 * @param images how many images it has
 * @param imageBytes the images' sizes added up; a layer that images share counts for each of them
 */
public record HostView(
        Host host,
        HostStatus status,
        @Nullable HostFacts facts,
        int containers,
        int running,
        int images,
        long imageBytes) {

    /** Whether this is what was seen last instead of what is. */
    public boolean stale() {
        return status.state() != HostState.READY;
    }
}
