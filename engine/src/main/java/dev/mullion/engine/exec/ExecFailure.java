package dev.mullion.engine.exec;

import dev.mullion.engine.runtime.ProgramNotStartedException;
import java.io.IOException;

/**
 * Why a process couldn't be started, as clients expect to be told.
 *
 * @param code 127 if there is no such program, else 126
 * @param sentence the runtime's own words
 */
record ExecFailure(int code, String sentence) {

    private static final int NOT_EXECUTABLE = 126;

    static ExecFailure of(IOException failure) {
        int code =
                failure instanceof ProgramNotStartedException reason
                        ? reason.code()
                        : NOT_EXECUTABLE;
        return new ExecFailure(code, String.valueOf(failure.getMessage()));
    }
}
