package dev.mullion.hcs.emulator;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do, within a deadline. */
public final class Await {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final long PAUSE_NANOS = 500_000;

    private Await() {}

    /** Waits until something holds. */
    public static void until(BooleanSupplier holds) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("It didn't come to hold within " + DEADLINE);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
