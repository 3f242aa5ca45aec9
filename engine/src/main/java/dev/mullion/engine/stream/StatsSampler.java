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
 * Measures from time to time what containers use that somebody watches; all who watch one container
 * get the same figures. A container that nobody watches isn't measured.
 */
final class StatsSampler {

    private static final Logger LOG = LoggerFactory.getLogger(StatsSampler.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final Containers containers;
    private final StatsFigures figures;
    private final Map<ContainerId, Watched> watched = new HashMap<>();

    StatsSampler(Containers containers, StatsFigures figures) {
        this.containers = containers;
        this.figures = figures;
    }

    /** A container that is measured, by one thread, for those who watch it. */
    private static final class Watched {
        private final Set<Watch> watches = new HashSet<>();
    }

    /**
     * Watches a container.
     *
     * @return to be closed
     */
    synchronized Watch watch(ContainerId id) {
        Watched container = watched.get(id);
        if (container == null) {
            container = new Watched();
            watched.put(id, container);
            Watched measured = container;
            Thread.ofVirtual().name("stats-", 0).start(() -> run(id, measured));
        }
        Watch watch = new Watch(container);
        container.watches.add(watch);
        return watch;
    }

    private void run(ContainerId id, Watched container) {
        boolean first = true;
        try {
            while (isWatched(id, container)) {
                @Nullable ContainerStats next = sample(id).orElse(null);
                synchronized (this) {
                    container.watches.forEach(watch -> watch.offer(next));
                }
                if (next == null) {
                    return;
                }
                Thread.sleep(first ? FIRST_PAUSE : figures.pause());
                first = false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // whatever happened, nobody waits for figures that don't come
            endAll(id, container);
        }
    }

    private synchronized void endAll(ContainerId id, Watched container) {
        watched.remove(id, container);
        container.watches.forEach(Watch::end);
    }

    private synchronized boolean isWatched(ContainerId id, Watched container) {
        if (container.watches.isEmpty()) {
            watched.remove(id, container);
            return false;
        }
        return true;
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

        private final Watched container;
        private @Nullable ContainerStats newest;
        private boolean ended;

        private Watch(Watched container) {
            this.container = container;
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
                container.watches.remove(this);
            }
        }
    }
}
