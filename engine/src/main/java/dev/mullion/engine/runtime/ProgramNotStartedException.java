package dev.mullion.engine.runtime;

import java.io.IOException;

/** A program couldn't be executed; nothing of it ran. */
public final class ProgramNotStartedException extends IOException {

    private final int code;

    /**
     * Says why.
     *
     * @param code 127 if there is no such program, 126 if it can't be executed
     * @param reason for example {@code exec: "nosuch": executable file not found in $PATH}
     */
    public ProgramNotStartedException(int code, String reason) {
        super(reason);
        this.code = code;
    }

    /** 127 if there is no such program, 126 if it can't be executed. */
    public int code() {
        return code;
    }
}
