package dev.mullion.security.web;

import java.io.IOException;

/** A body that did not say how long it is turned out to be too long. */
public class BodyTooLargeException extends IOException {

    BodyTooLargeException() {
        super("A request's body may have " + BodyLimit.MOST_BYTES + " bytes at most.");
    }
}
