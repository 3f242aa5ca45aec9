package dev.mullion.docker.api;

import org.jspecify.annotations.Nullable;

/**
 * How a container ended.
 *
 * @param statusCode what its process returned
 * @param error what went wrong with waiting, if anything
 */
public record WaitResult(long statusCode, @Nullable Failure error) {

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
