package dev.mullion.docker.client;

import org.jspecify.annotations.Nullable;

/** A call to a host that didn't do what was asked. The message says what and why, in one line. */
public abstract sealed class DockerException extends RuntimeException
        permits EngineRefusedException,
                EngineUnreachableException,
                EngineTimeoutException,
                MalformedAnswerException,
                CallCancelledException {

    private final String asked;
    private final String because;

    DockerException(String asked, String because, @Nullable Throwable cause) {
        super("Could not " + asked + ": " + because, cause);
        this.asked = asked;
        this.because = because;
    }

    /**
     * Returns what was asked of the host.
     *
     * @return words that go on after "could not", for example {@code start container web}
     */
    public final String asked() {
        return asked;
    }

    /**
     * Returns what stood in the way.
     *
     * @return one line; text from the engine is in it, without control characters
     */
    public final String because() {
        return because;
    }
}
