package dev.mullion.engine.stream;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.api.ContainerStats;
import dev.mullion.engine.container.ContainerView;
import dev.mullion.engine.container.Containers;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures once a second what containers use that somebody watches; all who watch one container get
 * the same figures. A container that nobody watches isn't measured.
 */
final class StatsSampler {

    private static final Logger LOG = LoggerFactory.getLogger(StatsSampler.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Containers containers;
    private final StatsFigures figures;
    private final Map<ContainerId, Set<Watch>> watches = new HashMap<>();

    StatsSampler(Containers containers, StatsFigures figures) {
        this.containers = containers;
        this.figures = figures;
    }

    /**
     * Watches a container.
     *
     * @return to be closed
     */
    synchronized Watch watch(ContainerId id) {
        Watch watch = new Watch(id);
        Set<Watch> all = watches.get(id);
        if (all == null) {
            all = new HashSet<>();
            watches.put(id, all);
            Thread.ofVirtual().name("stats-", 0).start(() -> run(id));
        }
        all.add(watch);
        return watch;
    }

    private void run(ContainerId id) {
        try {
            while (isWatched(id)) {
                @Nullable ContainerStats next = sample(id).orElse(null);
                synchronized (this) {
                    watches.getOrDefault(id, Set.of()).forEach(watch -> watch.offer(next));
                }
                if (next == null) {
                    forget(id);
                    return;
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isWatched(ContainerId id) {
        if (watches.getOrDefault(id, Set.of()).isEmpty()) {
            watches.remove(id);
            return false;
        }
        return true;
    }

    private synchronized void forget(ContainerId id) {
        watches.remove(id);
    }

    private Optional<ContainerStats> sample(ContainerId id) {
        Optional<ContainerView> container = containers.find(id);
        try {
            return container.isPresent() && container.get().running()
                    ? Optional.of(figures.measure(container.get()))
                    : container.map(StatsFigures::none);
        } catch (IOException e) {
            // it ends just now; the next look tells
            LOG.debug("Container {} could not be measured: {}", id, e.getMessage());
            return container.map(StatsFigures::none);
        }
    }

    /** One who watches a container, and is given the newest figures only. */
    final class Watch implements AutoCloseable {

        private final ContainerId id;
        private @Nullable ContainerStats newest;
        private boolean ended;

        private Watch(ContainerId id) {
            this.id = id;
        }

        private synchronized void offer(@Nullable ContainerStats next) {
            newest = next;
            ended |= next == null;
            notifyAll();
        }

        /** Ends the watching from another thread. */
        synchronized void end() {
            ended = true;
            notifyAll();
        }

        /**
         * Waits for figures that weren't given yet.
         *
         * @return nothing once the container is gone, or the watching was ended
         */
        synchronized Optional<ContainerStats> next() throws InterruptedException {
            while (newest == null && !ended) {
                wait();
            }
            ContainerStats next = newest;
            newest = null;
            return ended ? Optional.empty() : Optional.ofNullable(next);
        }

        @Override
        public void close() {
            synchronized (StatsSampler.this) {
                watches.getOrDefault(id, new HashSet<>()).remove(this);
            }
        }
    }
}
