package dev.mullion.engine.container;

import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.runtime.ProgramNotStartedException;
import dev.mullion.engine.runtime.UnknownUserException;
import java.io.IOException;
import java.util.Locale;

/**
 * Why a container couldn't be started, in the words from which Docker's command line finds its own
 * exit code.
 *
 * @param code the exit code it is given: 127 if its program isn't there, 126 if it can't be run,
 *     else 128
 * @param message for whoever asked, and kept with the container
 * @param requested whether what was asked for is at fault, and not this host
 */
record StartFailure(int code, String message, boolean requested) {

    private static final int NOT_FOUND = 127;
    private static final int OTHER = 128;
    private static final String TASK = "failed to create task for container: ";

    /** Reads a failure of the runtime. */
    static StartFailure of(IOException failure) {
        String said = TASK + failure.getMessage();
        if (failure instanceof ProgramNotStartedException program) {
            return new StartFailure(program.code(), said + ": unknown", true);
        }
        if (said.toLowerCase(Locale.ROOT).contains("not a directory")) {
            return new StartFailure(
                    NOT_FOUND,
                    said
                            + ": Are you trying to mount a directory onto a file (or vice-versa)?"
                            + " Check if the specified host path exists and is the expected type",
                    true);
        }
        if (failure instanceof UnknownUserException) {
            return new StartFailure(OTHER, String.valueOf(failure.getMessage()), true);
        }
        return new StartFailure(OTHER, said, false);
    }

    /** Keeps a refusal as it is. */
    static StartFailure of(EngineProblem problem) {
        return new StartFailure(
                OTHER, String.valueOf(problem.getMessage()), problem.status() < 500);
    }

    EngineProblem problem() {
        return requested ? EngineProblem.invalid(message) : EngineProblem.failed(message);
    }
}
