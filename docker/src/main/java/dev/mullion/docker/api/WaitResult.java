package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How a container ended.
 *
 * @param statusCode what its process returned
 * @param error what went wrong with waiting, if anything
 */
public record WaitResult(
        long statusCode, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Failure error) {

    /**
     * What went wrong with waiting.
     *
     * @param message the engine's words
     */
    public record Failure(@Nullable String message) {

        /** Fills in what is absent. */
        public Failure {
            message = Absent.orNull(message);
        }
    }
}
