package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * How an engine finds out whether a container is well. Times are in nanoseconds; 0 takes the
 * image's.
 *
 * @param test {@code ["CMD", …]}, {@code ["CMD-SHELL", line]}, or {@code ["NONE"]} for no check
 * @param interval the time between checks
 * @param timeout how long one may take
 * @param retries after how many failures it counts as unhealthy
 * @param startPeriod how long failures don't count after the start
 * @param startInterval the time between checks in that period
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record HealthCheck(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> test,
        long interval,
        long timeout,
        int retries,
        long startPeriod,
        long startInterval) {

    /** Fills in what is absent. */
    public HealthCheck {
        test = Absent.list(test);
    }
}
