package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.EngineProblem;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The containers of this host. Safe for many threads. */
public final class Containers {

    private final Map<ContainerId, ContainerView> all = new ConcurrentHashMap<>();

    /**
     * Finds a container.
     *
     * @param reference its id, its name with or without a slash, or the beginning of its id
     * @throws EngineProblem 404 if there is none; 400 if the beginning fits several
     */
    public ContainerView require(String reference) {
        return all.values().stream()
                .filter(view -> view.id().hex().startsWith(reference))
                .findFirst()
                .orElseThrow(() -> EngineProblem.notFound("No such container: " + reference));
    }

    /**
     * Finds a container whose process is there and not frozen.
     *
     * @param reference as for {@link #require}
     * @throws EngineProblem as {@link #require}; 409 if it isn't running or is paused
     */
    public ContainerView requireRunning(String reference) {
        ContainerView view = require(reference);
        if (!view.running()) {
            throw EngineProblem.conflict("container " + view.id() + " is not running");
        }
        return view;
    }

    /** Finds a container by its full id. */
    public Optional<ContainerView> find(ContainerId id) {
        return Optional.ofNullable(all.get(id));
    }
}
