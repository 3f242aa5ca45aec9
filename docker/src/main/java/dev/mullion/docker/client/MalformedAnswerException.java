package dev.mullion.docker.client;

import org.jspecify.annotations.Nullable;

/** What answered isn't a Docker Engine, or sent more than anything should. */
public final class MalformedAnswerException extends DockerException {

    /**
     * Makes the exception.
     *
     * @param asked what was asked, words that go on after "could not"
     * @param because what stood in the way
     * @param cause what was caught, if anything
     */
    public MalformedAnswerException(String asked, String because, @Nullable Throwable cause) {
        super(asked, because, cause);
    }
}
