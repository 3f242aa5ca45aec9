package dev.mullion.docker.client;

import org.jspecify.annotations.Nullable;

/** The call was given up on this side: its thread was interrupted or the client closed. */
public final class CallCancelledException extends DockerException {

    /**
     * Makes the exception.
     *
     * @param asked what was asked, words that go on after "could not"
     * @param because what stood in the way
     * @param cause what was caught, if anything
     */
    public CallCancelledException(String asked, String because, @Nullable Throwable cause) {
        super(asked, because, cause);
    }
}
