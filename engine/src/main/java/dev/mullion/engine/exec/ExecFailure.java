package dev.mullion.engine.exec;

import java.io.IOException;
import java.util.Locale;

/**
 * Why a process couldn't be started, as clients expect to be told.
 *
 * @param code 127 if there is no such program, else 126
 * @param sentence the reason, with Docker's beginning
 */
record ExecFailure(int code, String sentence) {

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    static ExecFailure of(IOException failure) {
        String reason = String.valueOf(failure.getMessage()).strip();
        String lower = reason.toLowerCase(Locale.ROOT);
        boolean missing =
                lower.contains("not found") || lower.contains("no such file or directory");
        return new ExecFailure(
                missing ? NOT_FOUND : NOT_EXECUTABLE,
                "OCI runtime exec failed: exec failed: unable to start container process: "
                        + reason
                        + ": unknown");
    }
}
