package dev.mullion.backend.activity;

import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Closes the book on runs whose portal stopped, and has the repeatable ones done again. */
@Component
class Interruptions {

    /** Work that takes its portal down with it must not do so for ever. */
    static final int MOST_REPETITIONS = 3;

    private static final Logger log = LoggerFactory.getLogger(Interruptions.class);

    private final ActivityTable table;
    private final ActivityQueue queue;
    private final Works works;
    private final TransactionTemplate transaction;
    private final LiveChanges changes;
    private final Clock clock;

    Interruptions(
            ActivityTable table,
            ActivityQueue queue,
            Works works,
            TransactionTemplate transaction,
            LiveChanges changes,
            Clock clock) {
        this.table = table;
        this.queue = queue;
        this.works = works;
        this.transaction = transaction;
        this.changes = changes;
        this.clock = clock;
    }

    /** Marks a run as interrupted, unless somebody else did so or it ended meanwhile. */
    void interrupted(ActivityId id) {
        transaction.executeWithoutResult(status ->
                table.find(id)
                        .filter(s -> s.activity().state() == ActivityState.RUNNING)
                        .ifPresent(this::close));
        changes.publish(Topic.ACTIVITIES);
    }

    private void close(StoredActivity stored) {
        var now = clock.instant();
        if (stored.cancelledBy() != null) {
            table.end(
                    stored.id(),
                    stored.portal(),
                    ActivityState.CANCELLED,
                    "Cancelled by %s; the portal stopped before the work had come to its end."
                            .formatted(stored.cancelledBy()),
                    now);
            return;
        }
        boolean repeatable = works.repeatable(stored.activity().kind());
        boolean again = repeatable && stored.repetition() < MOST_REPETITIONS;
        var repetition = ActivityId.random();
        var outcome = "The portal stopped while this ran. ";
        if (again) {
            outcome += "It was started again by itself.";
        } else if (repeatable) {
            outcome +=
                    "It was interrupted %d times in a row and is not tried again by itself; start it again when the portal is well."
                            .formatted(stored.repetition() + 1);
        } else {
            outcome += "See how far it came, and start it again if it is still wanted.";
        }
        if (!table.end(stored.id(), stored.portal(), ActivityState.INTERRUPTED, outcome, now)) {
            return;
        }
        log.warn(
                "Activity {} ({}) was interrupted{}",
                stored.id(),
                stored.activity().title(),
                again ? " and starts again as " + repetition : "");
        if (again) {
            table.insert(repeat(stored, repetition, now));
            queue.add(repetition);
        }
    }

    private static StoredActivity repeat(StoredActivity stored, ActivityId id, Instant now) {
        var first = stored.activity();
        var message =
                "Repeats \"%s\" of %s, interrupted when the portal stopped (repetition %d of at most %d)"
                        .formatted(
                                first.title(),
                                first.createdAt().truncatedTo(ChronoUnit.SECONDS),
                                stored.repetition() + 1,
                                MOST_REPETITIONS);
        var activity =
                new Activity(
                        id,
                        first.kind(),
                        first.title(),
                        first.resource(),
                        first.startedBy(),
                        first.id(),
                        now,
                        null,
                        null,
                        ActivityState.QUEUED,
                        Progress.saying(message),
                        null);
        return new StoredActivity(
                activity,
                stored.parameters(),
                stored.caller(),
                stored.repetition() + 1,
                null,
                null);
    }
}
