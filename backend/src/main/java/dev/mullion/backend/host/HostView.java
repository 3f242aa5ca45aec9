package dev.mullion.backend.host;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

    /** Whether it only plays a host: nothing on it runs for real. */
    public boolean emulated() {
        return facts != null && facts.emulated();
    }

    /** The host to offer first: one that answers, and a real one if there is any. */
    public static Optional<HostView> first(List<HostView> hosts) {
        return hosts.stream()
                .filter(view -> !view.stale())
                .min(Comparator.comparing(HostView::emulated));
    }
}
