package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a container is doing.
 *
 * @param status {@code created}, {@code running}, {@code paused}, {@code restarting}, {@code
 *     removing}, {@code exited} or {@code dead}
 * @param running whether its process is there; also while paused and restarting
 * @param paused whether it is frozen
 * @param restarting whether the engine is about to start it again
 * @param oomKilled whether it was killed for lack of memory
 * @param dead whether removing it failed half-way
 * @param pid its process on the host; 0 if there is none
 * @param exitCode how it ended the last time
 * @param error why it couldn't start, if it couldn't
 * @param startedAt when it was started the last time, if ever
 * @param finishedAt when it ended the last time, if ever
 * @param health what its health check says, if it has one
 */
public record ContainerState(
        String status,
        boolean running,
        boolean paused,
        boolean restarting,
        @JsonProperty("OOMKilled") boolean oomKilled,
        boolean dead,
        long pid,
        long exitCode,
        @Nullable String error,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Health health) {

    /** Fills in what is absent. */
    public ContainerState {
        error = Absent.orNull(error);
        status = Absent.text(status);
    }

    /**
     * What a health check says.
     *
     * @param status {@code none}, {@code starting}, {@code healthy} or {@code unhealthy}
     * @param failingStreak how often it failed in a row
     * @param log the last checks, oldest first
     */
    public record Health(String status, int failingStreak, List<Check> log) {

        /** Fills in what is absent. */
        public Health {
            status = Absent.text(status);
            log = Absent.list(log);
        }
    }

    /**
     * One run of a health check.
     *
     * @param start when it began
     * @param end when it ended
     * @param exitCode 0 for healthy, 1 for unhealthy
     * @param output what it printed
     */
    public record Check(
            @Nullable Instant start, @Nullable Instant end, int exitCode, @Nullable String output) {

        /** Fills in what is absent. */
        public Check {
            output = Absent.orNull(output);
        }
    }
}
