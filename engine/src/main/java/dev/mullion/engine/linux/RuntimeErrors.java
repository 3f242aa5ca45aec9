package dev.mullion.engine.linux;

import dev.mullion.engine.runtime.ProgramNotStartedException;
import java.io.IOException;
import java.util.List;

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
        if (words.contains("executable file") && words.contains("not found")) {
            return new ProgramNotStartedException(
                    NOT_FOUND,
                    program.contains("/")
                            ? exec + "stat " + program + ": no such file or directory"
                            : exec + "executable file not found in $PATH");
        }
        if (words.contains("exec") && words.contains("No such file or directory")
                || words.contains("no such file or directory") && words.contains("exec:")) {
            return new ProgramNotStartedException(NOT_FOUND, exec + "no such file or directory");
        }
        if (words.startsWith("open executable")
                || words.contains("exec")
                        && words.toLowerCase(java.util.Locale.ROOT).contains("permission denied")) {
            return new ProgramNotStartedException(NOT_EXECUTABLE, exec + "permission denied");
        }
        if (words.contains("Exec format error") || words.contains("exec format error")) {
            return new ProgramNotStartedException(NOT_EXECUTABLE, exec + "exec format error");
        }
        return new IOException("Making the container failed: " + words);
    }
}
