package dev.mullion.engine.hcs;

import dev.mullion.engine.runtime.ProcessExit;
import dev.mullion.hcs.document.HcsJson;
import dev.mullion.hcs.document.ProcessStatus;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * How a process ended.
 *
 * @param code the 32 bits of its exit code, which Windows counts without a sign
 * @param at when this engine learnt of it
 * @param error why the code isn't known; else null
 */
record ProcessEnd(long code, Instant at, @Nullable String error) {

    /** What stands for a code that nobody knows, here as for ends that no engine saw. */
    static final int UNKNOWN = 255;

    static ProcessEnd unknown(Instant at, String why) {
        return new ProcessEnd(UNKNOWN, at, why);
    }

    /** Reads what the service says of a process; null if it runs. */
    static @Nullable ProcessEnd of(@Nullable String status, Instant at, boolean surelyEnded) {
        ProcessStatus read = parse(status);
        OptionalLong code = read == null ? OptionalLong.empty() : read.trustedExitCode();
        if (code.isPresent()) {
            return new ProcessEnd(code.getAsLong(), at, null);
        }
        boolean ended = surelyEnded || (read != null && Boolean.TRUE.equals(read.exited()));
        return ended ? unknown(at, "Windows could not tell the exit code of the process") : null;
    }

    private static @Nullable ProcessStatus parse(@Nullable String status) {
        if (status == null || status.isBlank()) {
            return null;
        }
        try {
            return HcsJson.read(status, ProcessStatus.class);
        } catch (JacksonException e) {
            return null;
        }
    }

    ProcessExit exit() {
        return new ProcessExit(code, at, false, error);
    }
}
