package dev.mullion.engine.container;

import dev.mullion.engine.EngineProblem;
import java.io.IOException;
import java.util.List;
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
    private static final int NOT_EXECUTABLE = 126;
    private static final int OTHER = 128;

    /**
     * Reads a failure of the runtime.
     *
     * @param command what was to be run
     */
    static StartFailure of(IOException failure, List<String> command) {
        String said = String.valueOf(failure.getMessage());
        String lower = said.toLowerCase(Locale.ROOT);
        String program = command.isEmpty() ? "" : command.getFirst();
        boolean aboutProgram =
                lower.contains("exec") || lower.contains(program.toLowerCase(Locale.ROOT));
        if (aboutProgram && lower.contains("not found")) {
            return new StartFailure(NOT_FOUND, missing(program), true);
        }
        if (aboutProgram && lower.contains("no such file or directory")) {
            return new StartFailure(
                    NOT_FOUND,
                    program.contains("/")
                            ? exec(program) + "no such file or directory: unknown"
                            : missing(program),
                    true);
        }
        if (aboutProgram && lower.contains("permission denied")) {
            return new StartFailure(
                    NOT_EXECUTABLE, exec(program) + "permission denied: unknown", true);
        }
        if (aboutProgram && lower.contains("is a directory")) {
            return new StartFailure(
                    NOT_EXECUTABLE, exec(program) + "is a directory: unknown", true);
        }
        if (lower.contains("not a directory")) {
            return new StartFailure(
                    NOT_FOUND,
                    "failed to create task for container: "
                            + said
                            + ": Are you trying to mount a directory onto a file (or vice-versa)?"
                            + " Check if the specified host path exists and is the expected type",
                    true);
        }
        return new StartFailure(OTHER, "failed to create task for container: " + said, false);
    }

    /** Keeps a refusal as it is. */
    static StartFailure of(EngineProblem problem) {
        return new StartFailure(
                OTHER, String.valueOf(problem.getMessage()), problem.status() < 500);
    }

    EngineProblem problem() {
        return requested ? EngineProblem.invalid(message) : EngineProblem.failed(message);
    }

    private static String missing(String program) {
        return exec(program) + "executable file not found in $PATH: unknown";
    }

    private static String exec(String program) {
        return "failed to create task for container: exec: \"" + program + "\": ";
    }
}
