package dev.mullion.engine.runtime;

import java.io.IOException;

/** The system inside an image doesn't go with the host's, in the isolation that was asked for. */
public final class OtherSystemException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * Says so.
     *
     * @param message for whoever asked, with what they can do
     * @param cause the system's own answer
     */
    public OtherSystemException(String message, Throwable cause) {
        super(message, cause);
    }
}
