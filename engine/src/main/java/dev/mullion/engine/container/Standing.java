package dev.mullion.engine.container;

import dev.mullion.engine.runtime.ProcessExit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a container stands at one moment. The transitions that its state machine knows are the
 * methods here; who may take which, and when, is decided in {@link Lifecycle}.
 *
 * @param phase where it is in its life
 * @param pid its first process on the host; 0 if there is none
 * @param startedAt when it was started the last time; null if never
 * @param finishedAt when it ended the last time; null if never
 * @param exitCode how it ended the last time
 * @param oomKilled whether it ended for lack of memory
 * @param error why its last start failed; else null
 * @param restartCount how often its restart policy has started it again
 * @param stoppedByHand whether somebody asked for its end since it was started
 */
record Standing(
        Phase phase,
        long pid,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        long exitCode,
        boolean oomKilled,
        @Nullable String error,
        int restartCount,
        boolean stoppedByHand) {

    static final Standing NEW =
            new Standing(Phase.CREATED, 0, null, null, 0, false, null, 0, false);

    /** It runs. A start by hand begins the count of restarts anew. */
    Standing started(long newPid, Instant at, boolean byHand) {
        return new Standing(
                Phase.RUNNING,
                newPid,
                at,
                finishedAt,
                0,
                false,
                null,
                byHand ? 0 : restartCount,
                false);
    }

    /** It couldn't be started. What never ran stays created. */
    Standing startFailed(int code, String why) {
        Phase next = startedAt == null ? Phase.CREATED : Phase.EXITED;
        return new Standing(
                next, 0, startedAt, finishedAt, code, false, why, restartCount, stoppedByHand);
    }

    /** It ended and stays so. */
    Standing ended(ProcessExit exit) {
        return new Standing(
                Phase.EXITED,
                0,
                startedAt,
                exit.at(),
                exit.code(),
                exit.outOfMemory(),
                exit.error(),
                restartCount,
                stoppedByHand);
    }

    /** It ended and is about to be started again. */
    Standing restarting(ProcessExit exit) {
        return new Standing(
                Phase.RESTARTING,
                0,
                startedAt,
                exit.at(),
                exit.code(),
                exit.outOfMemory(),
                exit.error(),
                restartCount + 1,
                stoppedByHand);
    }

    /** The same in another phase. */
    Standing in(Phase next) {
        return new Standing(
                next,
                next.hasProcess() ? pid : 0,
                startedAt,
                finishedAt,
                exitCode,
                oomKilled,
                error,
                restartCount,
                stoppedByHand);
    }

    /** Somebody asked for its end. */
    Standing askedToStop() {
        return new Standing(
                phase, pid, startedAt, finishedAt, exitCode, oomKilled, error, restartCount, true);
    }

    /** The same, told that it ran out of memory. */
    Standing outOfMemory() {
        return new Standing(
                phase,
                pid,
                startedAt,
                finishedAt,
                exitCode,
                true,
                error,
                restartCount,
                stoppedByHand);
    }
}
