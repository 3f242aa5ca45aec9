package dev.mullion.docker.client;

import org.jspecify.annotations.Nullable;

/** The host took longer than the call may. */
public final class EngineTimeoutException extends DockerException {

    /**
     * Makes the exception.
     *
     * @param asked what was asked, words that go on after "could not"
     * @param because what stood in the way
     * @param cause what was caught, if anything
     */
    public EngineTimeoutException(String asked, String because, @Nullable Throwable cause) {
        super(asked, because, cause);
    }
}
