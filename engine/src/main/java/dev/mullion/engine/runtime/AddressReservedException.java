package dev.mullion.engine.runtime;

import java.io.IOException;

/** The system gives nobody the address that a container was to have; another one may do. */
public final class AddressReservedException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * Says so.
     *
     * @param message for whoever asked, with what they can do if no other one does either
     * @param cause the system's own answer
     */
    public AddressReservedException(String message, Throwable cause) {
        super(message, cause);
    }
}
