package dev.mullion.hcs.document;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How a process is: the answer when it is asked, and the data of the event when it ends.
 *
 * @param processId its number
 * @param exited whether it has ended
 * @param exitCode unsigned 32 bits, or null
 * @param lastWaitResult 0 if the exit code can be trusted, or null
 */
public record ProcessStatus(
        @Nullable Long processId,
        @Nullable Boolean exited,
        @Nullable Long exitCode,
        @Nullable Long lastWaitResult) {

    /**
     * Returns the exit code where it counts.
     *
     * @return 0 to 4294967295; nothing if the process runs or the service couldn't find the code
     *     out
     */
    public OptionalLong trustedExitCode() {
        boolean ended = Boolean.TRUE.equals(exited);
        boolean known = lastWaitResult == null || lastWaitResult == 0;
        return ended && known && exitCode != null
                ? OptionalLong.of(exitCode)
                : OptionalLong.empty();
    }
}
