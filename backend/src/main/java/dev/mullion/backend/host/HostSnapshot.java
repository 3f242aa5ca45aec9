package dev.mullion.backend.host;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.docker.api.ImageSummary;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the portal knows of a host at one moment; it never changes. A later moment that brought no
 * news of the containers (or the images) has the very same list of them, so whoever works on a list
 * can tell by identity whether the work has to be done again.
 *
 * @param engineId the engine's own id; null if the host was never seen or doesn't tell
 * @param facts null if the host was never seen
 * @param containers as they were last seen
 * @param images as they were last seen
 */
public record HostSnapshot(
        Host host,
        HostStatus status,
        @Nullable String engineId,
        @Nullable HostFacts facts,
        List<SeenContainer> containers,
        List<ImageSummary> images) {

    public HostSnapshot {
        containers = List.copyOf(containers);
        images = List.copyOf(images);
    }

    static HostSnapshot unseen(Host host, HostStatus status) {
        return new HostSnapshot(host, status, null, null, List.of(), List.of());
    }

    /** Whether this is what was seen last instead of what is. */
    public boolean stale() {
        return status.state() != HostState.READY;
    }

    public Optional<SeenContainer> container(ContainerId id) {
        return containers.stream().filter(seen -> seen.summary().id().equals(id)).findFirst();
    }

    public Optional<ImageSummary> image(Digest id) {
        return images.stream().filter(image -> image.id().equals(id)).findFirst();
    }

    HostView view() {
        int running =
                (int)
                        containers.stream()
                                .map(seen -> seen.summary().state())
                                .filter(state -> state.equals("running") || state.equals("paused"))
                                .count();
        return new HostView(
                host,
                status,
                facts,
                containers.size(),
                running,
                images.size(),
                images.stream().mapToLong(image -> Math.max(0, image.size())).sum());
    }

    HostSnapshot with(Host newHost) {
        return new HostSnapshot(newHost, status, engineId, facts, containers, images);
    }

    HostSnapshot with(HostStatus newStatus) {
        return new HostSnapshot(host, newStatus, engineId, facts, containers, images);
    }

    HostSnapshot with(@Nullable String newEngineId, HostFacts newFacts) {
        return new HostSnapshot(host, status, newEngineId, newFacts, containers, images);
    }

    HostSnapshot withContainers(List<SeenContainer> now) {
        return new HostSnapshot(
                host, status, engineId, facts, now.equals(containers) ? containers : now, images);
    }

    HostSnapshot withImages(List<ImageSummary> now) {
        return new HostSnapshot(
                host, status, engineId, facts, containers, now.equals(images) ? images : now);
    }
}
