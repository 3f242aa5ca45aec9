package dev.mullion.engine.hcs;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The time, and what is to happen after some of it. All of the runtime's waits have their limits
 * here, so that a test can let hours pass at once.
 */
public interface Timing extends AutoCloseable {

    /** Returns the moment. */
    Instant now();

    /**
     * Has something done later.
     *
     * @param delay from now
     * @param action quick, or it hands its work to others
     * @return takes it back if it isn't done yet
     */
    Runnable after(Duration delay, Runnable action);

    @Override
    void close();

    /**
     * Waits for something, but not for ever.
     *
     * @param <T> what comes
     * @param awaited completed by somebody else
     * @param limit how long at most
     * @return whether it is done, in whatever way
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    default <T> boolean await(CompletableFuture<T> awaited, Duration limit)
            throws InterruptedException {
        if (awaited.isDone()) {
            return true;
        }
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        Runnable cancel = after(limit, () -> over.complete(false));
        var _ = awaited.whenComplete((value, failure) -> over.complete(true));
        try {
            return over.get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("Nobody lets a wait fail", e);
        } finally {
            cancel.run();
        }
    }

    /**
     * Returns the real time.
     *
     * @return to be closed
     */
    static Timing real() {
        ScheduledExecutorService executor =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("hcs-timing").factory());
        return new Timing() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public Runnable after(Duration delay, Runnable action) {
                var task = executor.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> task.cancel(false);
            }

            @Override
            public void close() {
                executor.shutdownNow();
            }
        };
    }
}
