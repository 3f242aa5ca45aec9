package dev.mullion.engine.event;

import dev.mullion.docker.api.EngineEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The events of this host, in the order in which they happened: the last ones are kept for those
 * who ask for the past, new ones are told to every subscriber.
 */
public final class Events {

    private static final int KEPT = 1024;
    private static final int QUEUE = 4096;

    private final Clock clock;
    private final Deque<EngineEvent> past = new ArrayDeque<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final List<Consumer<EngineEvent>> listeners = new ArrayList<>();

    /**
     * Starts with no past.
     *
     * @param clock says when something happens
     */
    public Events(Clock clock) {
        this.clock = clock;
    }

    /**
     * Tells that something happened now.
     *
     * @param type for example {@code container}
     * @param action for example {@code start}
     * @param id of what it happened to
     * @param attributes facts about it, for example {@code name} and {@code image}
     */
    public synchronized void publish(
            String type, String action, String id, Map<String, String> attributes) {
        Instant now = clock.instant();
        long nanos = Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L) + now.getNano();
        EngineEvent event =
                new EngineEvent(
                        type,
                        action,
                        new EngineEvent.Actor(id, attributes),
                        "local",
                        now.getEpochSecond(),
                        nanos);
        past.addLast(event);
        if (past.size() > KEPT) {
            past.removeFirst();
        }
        subscriptions.removeIf(subscription -> !subscription.queue.offer(event));
        listeners.forEach(listener -> listener.accept(event));
    }

    /**
     * Tells of every event from now on, in the thread in which it happens.
     *
     * @param listener must be quick, and must not fail
     */
    public synchronized void listen(Consumer<EngineEvent> listener) {
        listeners.add(listener);
    }

    /**
     * Listens from now on.
     *
     * @param since also what happened at or after this moment, as far as it is kept; null for none
     * @return to be closed
     */
    public synchronized Subscription subscribe(@Nullable Instant since) {
        Subscription subscription = new Subscription();
        if (since != null) {
            for (EngineEvent event : past) {
                if (!event.at().isBefore(since)) {
                    subscription.queue.add(event);
                }
            }
        }
        subscriptions.add(subscription);
        return subscription;
    }

    private synchronized void remove(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    private synchronized boolean holds(Subscription subscription) {
        return subscriptions.contains(subscription);
    }

    /** One listener. It is dropped when it is more than 4,096 events behind. */
    public final class Subscription implements AutoCloseable {

        private final BlockingQueue<EngineEvent> queue = new LinkedBlockingQueue<>(QUEUE);

        private Subscription() {}

        /**
         * Waits for the next event.
         *
         * @param limit how long at most
         * @return it, or null if none came in time
         * @throws IllegalStateException if this listener was too slow and has been dropped
         */
        public @Nullable EngineEvent poll(Duration limit) throws InterruptedException {
            EngineEvent next = queue.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (next == null && !holds(this)) {
                throw new IllegalStateException("This listener was too slow for the events");
            }
            return next;
        }

        @Override
        public void close() {
            remove(this);
        }
    }
}
