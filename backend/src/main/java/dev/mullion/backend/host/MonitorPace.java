package dev.mullion.backend.host;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often a host is asked.
 *
 * @param reconcile how long after a complete look the next one comes
 * @param gather how long events are gathered before what they touched is looked at
 * @param settle how long after a container's end it is looked at once more: an engine tells of the
 *     end before its own list knows of it (seen with Docker 20.10)
 * @param firstRetry the longest wait after a first failure; it doubles with each further one
 * @param longestRetry the longest wait after any number of failures
 */
@ConfigurationProperties("mullion.hosts")
record MonitorPace(
        @DefaultValue("10s") Duration reconcile,
        @DefaultValue("100ms") Duration gather,
        @DefaultValue("500ms") Duration settle,
        @DefaultValue("1s") Duration firstRetry,
        @DefaultValue("1m") Duration longestRetry) {

    /**
     * How long to wait after so many failures in a row: between half of and the whole time, so that
     * the hosts of a network that comes back aren't all asked in the same moment.
     *
     * @param failures 1 or more
     */
    Duration retryAfter(int failures, RandomGenerator random) {
        long longest = longestRetry.toMillis();
        int doublings = Math.clamp(failures - 1L, 0, 30);
        long whole = Math.min(longest, firstRetry.toMillis() << doublings);
        return Duration.ofMillis(whole / 2 + random.nextLong(whole - whole / 2 + 1));
    }
}
