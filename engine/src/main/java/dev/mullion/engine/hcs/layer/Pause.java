package dev.mullion.engine.hcs.layer;

import java.time.Duration;

/** Lets time pass between two attempts; a test's doesn't really wait. */
@FunctionalInterface
public interface Pause {

    /**
     * Waits.
     *
     * @param duration how long
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    void pause(Duration duration) throws InterruptedException;

    /**
     * Returns the one that really waits.
     *
     * @return it puts its thread to sleep
     */
    static Pause sleeping() {
        return Thread::sleep;
    }
}
