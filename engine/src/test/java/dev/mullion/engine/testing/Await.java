package dev.mullion.engine.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what comes about by itself, but not for ever. */
public final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private Await() {}

    /**
     * Waits until something holds.
     *
     * @param what names it, for whoever reads that it didn't
     */
    public static void until(String what, Callable<Boolean> holds) {
        until(() -> what, holds);
    }

    /**
     * Waits until something holds.
     *
     * @param what names it, as it is when the waiting was in vain
     */
    public static void until(Supplier<String> what, Callable<Boolean> holds) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!holds.call()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("Waited " + PATIENCE + " in vain for " + what.get());
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (Exception e) {
            throw new AssertionError("Could not look for " + what.get(), e);
        }
    }
}
