package dev.mullion.backend.host;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerSummary;
import dev.mullion.docker.api.Resources;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A container as its host last listed it.
 *
 * @param isolation what keeps it apart, which lists don't tell; {@code DEFAULT} until it is known
 * @param limits what it may take of processors and memory, which lists don't tell either; null if
 *     nobody counts that, or until it is known
 */
public record SeenContainer(
        ContainerSummary summary, Isolation isolation, @Nullable Resources limits) {

    /** The engine's status text taken apart. */
    public StatusWords words() {
        return StatusWords.of(summary.status());
    }

    /**
     * Whether the container is the same but for its age: {@code Up 2 minutes} becoming {@code Up 3
     * minutes} is no news.
     */
    boolean sameButForAge(SeenContainer other) {
        if (isolation != other.isolation || !Objects.equals(limits, other.limits)) {
            return false;
        }
        if (summary.status().equals(other.summary.status())) {
            return summary.equals(other.summary);
        }
        return words().equals(other.words())
                && summary.equals(withStatus(other.summary, summary.status()));
    }

    private static ContainerSummary withStatus(ContainerSummary from, String status) {
        return new ContainerSummary(
                from.id(),
                from.names(),
                from.image(),
                from.imageId(),
                from.command(),
                from.created(),
                from.ports(),
                from.labels(),
                from.state(),
                status,
                from.hostConfig(),
                from.networkSettings(),
                from.mounts(),
                from.sizeRw(),
                from.sizeRootFs());
    }
}
