package dev.mullion.hcs.backup;

import java.io.IOException;

/** A backup stream or something in it isn't what it should be; what is wrong is its message. */
public final class BrokenBackupException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * Says what is wrong.
     *
     * @param message a sentence
     */
    public BrokenBackupException(String message) {
        super(message);
    }
}
