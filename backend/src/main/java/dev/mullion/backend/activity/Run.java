package dev.mullion.backend.activity;

import dev.mullion.security.Caller;
import dev.mullion.security.Callers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One activity while this portal runs it. */
final class Run {

    /** Why a run is made to end before its work is done. */
    enum Stop {
        /** Somebody asked for it. */
        CANCELLED,
        /** This portal is being stopped. */
        PORTAL_STOPS,
        /** Another portal took this one for dead and owns the activity now. */
        LOST
    }

    private final ActivityContext context;
    private final Thread worker;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();
    private final AtomicBoolean dirty = new AtomicBoolean();

    Run(ActivityContext context, ActivityWork work, Callers callers, Caller caller) {
        this.context = context;
        // The worker has a thread of its own so that the interrupt of a cancel can only ever hit
        // the work, never the database writes around it.
        this.worker =
                Thread.ofVirtual()
                        .name("activity-" + context.id())
                        .unstarted(() -> {
                            try {
                                callers.runAs(
                                        caller,
                                        () -> {
                                            work.run(context);
                                            return context;
                                        });
                            } catch (Throwable e) {
                                failure.set(e);
                            }
                        });
    }

    ActivityContext context() {
        return context;
    }

    ActivityId id() {
        return context.id();
    }

    void start() {
        worker.start();
    }

    /** Waits for the end of the work, at most so long. */
    void join(Duration patience) throws InterruptedException {
        worker.join(patience);
    }

    void join() throws InterruptedException {
        worker.join();
    }

    /** Makes the work end soon; the first reason counts. */
    void stop(Stop why) {
        if (stop.compareAndSet(null, why)) {
            context.cancel();
            worker.interrupt();
        }
    }

    @Nullable Stop stopped() {
        return stop.get();
    }

    /** What the work threw, null while it runs and when it returned. */
    @Nullable Throwable failure() {
        return failure.get();
    }

    void changed() {
        dirty.set(true);
    }

    /** Whether there is progress that was not yet written down; asking settles it. */
    boolean takeChange() {
        return dirty.getAndSet(false);
    }
}
