package dev.mullion.backend.activity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A long-running operation, as it stands at the moment of asking.
 *
 * @param kind what sort of work it is, such as {@code image.pull}
 * @param title what people read in the list
 * @param resource the path of what it works on, such as {@code /hosts/{uuid}}
 * @param startedBy the name of the account that started it
 * @param repeats the interrupted activity that this one does again, null for most
 * @param startedAt null while it waits for its turn
 * @param endedAt null until it has ended
 * @param outcome how it ended, in words: what came of it, or what stood in the way and what to do;
 *     null until it has ended
 */
public record Activity(
        ActivityId id,
        String kind,
        String title,
        String resource,
        String startedBy,
        @Nullable ActivityId repeats,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        ActivityState state,
        Progress progress,
        @Nullable String outcome) {}
