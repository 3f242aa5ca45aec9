package dev.mullion.engine.runtime;

import java.io.IOException;

/** The container's files don't know a user or group that a process should run as. */
public final class UnknownUserException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * Says who isn't known.
     *
     * @param message in the words that Docker's clients know
     */
    public UnknownUserException(String message) {
        super(message);
    }
}
