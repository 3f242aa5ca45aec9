package dev.mullion.engine.linux;

import dev.mullion.engine.runtime.ProgramNotStartedException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Tells from a runtime's words what stood in the way. */
final class RuntimeErrors {

    private static final int NOT_FOUND = 127;
    private static final int NOT_EXECUTABLE = 126;

    private RuntimeErrors() {}

    /**
     * What went wrong when a program was to be started.
     *
     * @param words of crun or runc
     * @param arguments the program and what it was given
     */
    static IOException whileStarting(String words, List<String> arguments) {
        String program = arguments.getFirst();
        String exec = "exec: \"" + program + "\": ";
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("executable file") && lower.contains("not found")) {
            return new ProgramNotStartedException(
                    NOT_FOUND,
                    program.contains("/")
                            ? exec + "stat " + program + ": no such file or directory"
                            : exec + "executable file not found in $PATH");
        }
        if (lower.startsWith("open executable")) {
            return new ProgramNotStartedException(NOT_EXECUTABLE, exec + "permission denied");
        }
        if (lower.contains("exec")) {
            for (String reason :
                    List.of("permission denied", "exec format error", "is a directory")) {
                if (lower.contains(reason)) {
                    return new ProgramNotStartedException(NOT_EXECUTABLE, exec + reason);
                }
            }
            if (lower.contains("no such file or directory")) {
                return new ProgramNotStartedException(
                        NOT_FOUND, exec + "no such file or directory");
            }
        }
        return new IOException("Making the container failed: " + words);
    }

    /** The same for one more process, with the words that Docker puts around. */
    static IOException whileExecuting(String words, List<String> arguments) {
        String around = "OCI runtime exec failed: exec failed: unable to start container process: ";
        return whileStarting(words, arguments) instanceof ProgramNotStartedException e
                ? new ProgramNotStartedException(e.code(), around + e.getMessage() + ": unknown")
                : new IOException("OCI runtime exec failed: exec failed: " + words + ": unknown");
    }

    /** The exit code that goes with the words; the other one if they say nothing about it. */
    static int codeOf(String words, int other) {
        return whileStarting(words, List.of("")) instanceof ProgramNotStartedException e
                ? e.code()
                : other;
    }
}
