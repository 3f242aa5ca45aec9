package dev.mullion.docker.client;

import org.jspecify.annotations.Nullable;

/** No connection to the host came about, or it broke. */
public final class EngineUnreachableException extends DockerException {

    /**
     * Makes the exception.
     *
     * @param asked what was asked, words that go on after "could not"
     * @param because what stood in the way
     * @param cause what was caught, if anything
     */
    public EngineUnreachableException(String asked, String because, @Nullable Throwable cause) {
        super(asked, because, cause);
    }
}
