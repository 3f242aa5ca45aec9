package dev.mullion.backend.activity;

import dev.mullion.backend.Problem;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.security.Callers;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes one activity from the queue to its end. */
@Component
class ActivityRunner {

    private static final Logger log = LoggerFactory.getLogger(ActivityRunner.class);

    private static final int WRITE_ATTEMPTS = 5;
    private static final Duration FIRST_WRITE_PAUSE = Duration.ofMillis(200);

    /** How long work that was told to stop is waited for before its end is written without it. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final ActivityTable table;
    private final RunningActivities running;
    private final Interruptions interruptions;
    private final Works works;
    private final PortalProcess portal;
    private final Callers callers;
    private final TransactionTemplate transaction;
    private final LiveChanges changes;
    private final Clock clock;

    ActivityRunner(
            ActivityTable table,
            RunningActivities running,
            Interruptions interruptions,
            Works works,
            PortalProcess portal,
            Callers callers,
            TransactionTemplate transaction,
            LiveChanges changes,
            Clock clock) {
        this.table = table;
        this.running = running;
        this.interruptions = interruptions;
        this.works = works;
        this.portal = portal;
        this.callers = callers;
        this.transaction = transaction;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * Runs the activity on this thread until its end is written down; a no-op when it has ended.
     */
    void execute(ActivityId id) {
        if (!table.claim(id, portal.name(), clock.instant())) {
            // The queue only hands out what nobody alive works on: if it still runs in the books,
            // the portal that ran it is gone.
            if (running.find(id) == null) {
                interruptions.interrupted(id);
            }
            return;
        }
        table.find(id).ifPresent(this::run);
    }

    private void run(StoredActivity stored) {
        changes.publish(Topic.ACTIVITIES);
        var activity = stored.activity();
        var work = works.find(activity.kind()).orElse(null);
        if (work == null) {
            end(
                    stored.id(),
                    ActivityState.FAILED,
                    "This version of the portal does not know the work \"%s\"."
                            .formatted(activity.kind()),
                    activity.progress());
            return;
        }
        log.info(
                "Activity {} ({}) runs for {}",
                stored.id(),
                activity.title(),
                activity.startedBy());
        var run = prepare(stored, work);
        running.add(run);
        try {
            run.start();
            awaitEnd(run);
            finish(stored, run);
        } finally {
            running.remove(stored.id());
            changes.publish(Topic.ACTIVITIES);
        }
    }

    private Run prepare(StoredActivity stored, ActivityWork work) {
        var self = new Run[1];
        var context =
                new ActivityContext(
                        stored.id(),
                        stored.parameters(),
                        stored.activity().progress(),
                        progress -> {
                            self[0].changed();
                            changes.publish(Topic.ACTIVITIES);
                        });
        var run = new Run(context, work, callers, stored.caller());
        self[0] = run;
        return run;
    }

    private static void awaitEnd(Run run) {
        try {
            run.join();
        } catch (InterruptedException e) {
            // Only the job library interrupts this thread, when it is shut down. The flag is not
            // set again: what follows are database writes, which must not be torn.
            run.stop(Run.Stop.PORTAL_STOPS);
            try {
                run.join(STOP_PATIENCE);
            } catch (InterruptedException again) {
                log.warn("Activity {} did not end before the portal had to", run.id());
            }
        }
    }

    private void finish(StoredActivity stored, Run run) {
        var failure = run.failure();
        var progress = run.context().progress();
        var why = run.stopped();
        if (why == Run.Stop.LOST) {
            log.warn(
                    "Activity {} ({}) was taken over while this portal did not answer; its run here was stopped",
                    stored.id(),
                    stored.activity().title());
        } else if (why == Run.Stop.PORTAL_STOPS) {
            writing(stored.id(), () -> interruptions.interrupted(stored.id()));
        } else if (why == Run.Stop.CANCELLED) {
            var by = table.find(stored.id()).map(StoredActivity::cancelledBy).orElse("somebody");
            end(stored.id(), ActivityState.CANCELLED, "Cancelled by " + by + ".", progress);
        } else if (failure == null) {
            var outcome = run.context().outcome();
            end(
                    stored.id(),
                    ActivityState.SUCCEEDED,
                    outcome == null ? progress.message() : outcome,
                    progress);
        } else {
            logFailure(stored, failure);
            end(stored.id(), ActivityState.FAILED, describe(failure), progress);
        }
    }

    private static void logFailure(StoredActivity stored, Throwable failure) {
        if (failure instanceof Problem) {
            log.warn(
                    "Activity {} ({}) failed: {}",
                    stored.id(),
                    stored.activity().title(),
                    failure.getMessage());
        } else {
            log.error("Activity {} ({}) failed", stored.id(), stored.activity().title(), failure);
        }
    }

    private static String describe(Throwable failure) {
        var message = failure.getMessage();
        if (failure instanceof Problem && message != null) {
            return message;
        }
        return "The work stopped on an unexpected error (%s%s). The portal's log says more under this activity's id."
                .formatted(
                        failure.getClass().getSimpleName(), message == null ? "" : ": " + message);
    }

    private void end(ActivityId id, ActivityState state, String outcome, Progress progress) {
        writing(
                id,
                () -> {
                    var now = clock.instant();
                    boolean ours =
                            Boolean.TRUE.equals(
                                    transaction.execute(status ->
                                            table.progress(id, portal.name(), progress, now)
                                                    && table.end(
                                                            id,
                                                            portal.name(),
                                                            state,
                                                            outcome,
                                                            now)));
                    if (ours) {
                        log.info("Activity {} ended: {}", id, state);
                    } else {
                        log.warn("Activity {} ended here as {}, but was closed before", id, state);
                    }
                });
        changes.publish(Topic.ACTIVITIES);
    }

    /**
     * Tries a write a few times: the end of an hour's work should not be lost to a database that
     * was away for a second. If it stays away, the queue comes back to the activity later.
     */
    private static void writing(ActivityId id, Runnable write) {
        var pause = FIRST_WRITE_PAUSE;
        for (int attempt = 1; ; attempt++) {
            @Nullable RuntimeException failure;
            try {
                write.run();
                if (attempt > 1) {
                    log.info("The end of activity {} was written at attempt {}", id, attempt);
                }
                return;
            } catch (DataAccessException | TransactionException e) {
                failure = e;
            }
            if (attempt == WRITE_ATTEMPTS) {
                throw failure;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                throw failure;
            }
            pause = pause.multipliedBy(2);
        }
    }
}
