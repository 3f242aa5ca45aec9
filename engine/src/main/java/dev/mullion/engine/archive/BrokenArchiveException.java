package dev.mullion.engine.archive;

import java.io.IOException;

/** An archive that can't be read, or must not be: what is wrong with it is its message. */
public final class BrokenArchiveException extends IOException {

    /** Says what is wrong, starting with the entry it is about where there is one. */
    public BrokenArchiveException(String message) {
        super(message);
    }
}
