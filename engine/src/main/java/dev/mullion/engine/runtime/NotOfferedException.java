package dev.mullion.engine.runtime;

import java.io.IOException;

/** Something that this operating system can't do, or not for this container. */
public final class NotOfferedException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * Says what can't be had.
     *
     * @param message a sentence for whoever asked, with what they can do instead
     */
    public NotOfferedException(String message) {
        super(message);
    }
}
