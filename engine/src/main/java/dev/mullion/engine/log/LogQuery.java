package dev.mullion.engine.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a log.
 *
 * @param output whether the standard output is
 * @param errors whether the error output is
 * @param since nothing from before this moment; null for no such bound
 * @param until nothing from after this moment; null for no such bound
 * @param tail how many lines at most, from the end; negative for all. A line of more than 16 KiB
 *     counts as several
 */
public record LogQuery(
        boolean output,
        boolean errors,
        @Nullable Instant since,
        @Nullable Instant until,
        int tail) {

    /** All that was written so far. */
    public static final LogQuery ALL = new LogQuery(true, true, null, null, -1);

    boolean wants(LogPiece piece) {
        return (piece.errors() ? errors : output)
                && (since == null || !piece.at().isBefore(since))
                && (until == null || !piece.at().isAfter(until));
    }

    boolean isBefore(LogPiece piece) {
        return since != null && piece.at().isBefore(since);
    }

    boolean isPast(LogPiece piece) {
        return until != null && piece.at().isAfter(until);
    }
}
