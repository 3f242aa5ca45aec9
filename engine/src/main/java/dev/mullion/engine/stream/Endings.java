package dev.mullion.engine.stream;

import dev.mullion.docker.ContainerId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Tells those who wait for it that a container's process has ended. */
final class Endings {

    private final ConcurrentMap<ContainerId, Set<Runnable>> waiting = new ConcurrentHashMap<>();

    /**
     * Waits.
     *
     * @param action runs at each end, on the thread that tells it; must be quick
     * @return stops waiting
     */
    Runnable listen(ContainerId id, Runnable action) {
        waiting.compute(
                id,
                (key, others) -> {
                    Set<Runnable> all = others == null ? ConcurrentHashMap.newKeySet() : others;
                    all.add(action);
                    return all;
                });
        return () ->
                waiting.computeIfPresent(
                        id,
                        (key, all) -> {
                            all.remove(action);
                            return all.isEmpty() ? null : all;
                        });
    }

    void ended(ContainerId id) {
        Set<Runnable> all = waiting.get(id);
        if (all != null) {
            all.forEach(Runnable::run);
        }
    }
}
