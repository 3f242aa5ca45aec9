package dev.mullion.hcs.emulator;

import java.time.Duration;
import java.time.Instant;

/** The time of an emulated machine, and what happens at a time. */
public interface EmulatorClock {

    /**
     * Returns the time.
     *
     * @return now
     */
    Instant now();

    /**
     * Does something later.
     *
     * @param delay from now; what isn't positive is at once, but never within this call
     * @param task quick, and throws nothing
     * @return what can be called off
     */
    ScheduledTask after(Duration delay, Runnable task);

    /** Something that is due at a time. */
    @FunctionalInterface
    interface ScheduledTask {
        /** Calls it off, unless it has begun. */
        void cancel();
    }

    /**
     * Makes a clock of real time.
     *
     * @return a clock that needs no closing
     */
    static EmulatorClock real() {
        return new RealClock();
    }
}
