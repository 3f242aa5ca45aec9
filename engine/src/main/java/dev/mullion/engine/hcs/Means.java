package dev.mullion.engine.hcs;

import dev.mullion.hcs.binding.OwnedHandle;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * What the parts of the runtime work with.
 *
 * @param timing the time
 * @param limits how long things may take
 * @param calls for native calls
 * @param pipes threads of the system for reading and writing pipes
 * @param tasks virtual threads for all that follows from something
 * @param input makes a stream of a pipe that is read
 * @param output makes a stream of a pipe that is written
 */
record Means(
        Timing timing,
        HcsLimits limits,
        NativeThreads calls,
        Executor pipes,
        Executor tasks,
        Function<OwnedHandle, InputStream> input,
        Function<OwnedHandle, OutputStream> output) {

    /**
     * Waits for something of which word may get lost, and asks for it from time to time.
     *
     * @param ask completes it if it has happened
     * @return whether it happened in time
     */
    boolean await(CompletableFuture<?> awaited, Duration limit, Runnable ask)
            throws InterruptedException {
        Duration left = limit;
        Duration step = limits.missedEnd();
        while (!left.isNegative() && !left.isZero()) {
            Duration now = step.compareTo(left) < 0 ? step : left;
            if (timing.await(awaited, now)) {
                return true;
            }
            ask.run();
            left = left.minus(now);
            step = longer(step);
        }
        return awaited.isDone();
    }

    private Duration longer(Duration step) {
        Duration twice = step.multipliedBy(2);
        return twice.compareTo(limits.look()) < 0 ? twice : limits.look();
    }
}
