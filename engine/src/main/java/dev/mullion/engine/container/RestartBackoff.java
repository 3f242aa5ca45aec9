package dev.mullion.engine.container;

import java.time.Duration;

/**
 * How long to wait before a container is started again: 100 ms at first, twice as long each time up
 * to a minute, and from the beginning once it ran for ten seconds.
 */
final class RestartBackoff {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration STABLE = Duration.ofSeconds(10);

    private Duration last = Duration.ZERO;

    /**
     * Returns how long to wait now.
     *
     * @param ran how long the container ran before it ended
     */
    Duration next(Duration ran) {
        if (last.isZero() || ran.compareTo(STABLE) >= 0) {
            last = FIRST;
        } else {
            Duration doubled = last.multipliedBy(2);
            last = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        }
        return last;
    }

    /** Begins anew. */
    void reset() {
        last = Duration.ZERO;
    }
}
