package dev.mullion.backend.activity;

import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * What is done once a second: write progress down, hear of cancels and changes from other portals.
 */
@Component
class ProgressKeeper {

    private static final Logger log = LoggerFactory.getLogger(ProgressKeeper.class);

    private final ActivityTable table;
    private final RunningActivities running;
    private final PortalProcess portal;
    private final LiveChanges changes;
    private final Clock clock;

    private int failures;
    private Optional<Instant> lastChange = Optional.empty();

    ProgressKeeper(
            ActivityTable table,
            RunningActivities running,
            PortalProcess portal,
            LiveChanges changes,
            Clock clock) {
        this.table = table;
        this.running = running;
        this.portal = portal;
        this.changes = changes;
        this.clock = clock;
    }

    /** One round; called by one thread. */
    void tick(boolean alone) {
        try {
            writeProgress();
            if (!running.all().isEmpty()) {
                stopCancelled();
            }
            if (!alone) {
                tellOfOthers();
            }
            if (failures > 0) {
                log.info("Progress is kept again after {} failed attempts", failures);
                failures = 0;
            }
        } catch (DataAccessException | TransactionException e) {
            if (failures++ == 0) {
                log.warn("Progress cannot be kept for now; it is tried every second", e);
            }
        }
    }

    private void writeProgress() {
        for (var run : running.all()) {
            if (!run.takeChange()) {
                continue;
            }
            boolean ours;
            try {
                ours =
                        table.progress(
                                run.id(), portal.name(), run.context().progress(), clock.instant());
            } catch (DataAccessException e) {
                run.changed();
                throw e;
            }
            // it may also just have ended, and then it is gone from the list
            if (!ours && running.find(run.id()) == run) {
                table.find(run.id())
                        .filter(s ->
                                !portal.name().equals(s.portal()) || s.activity().state().ended())
                        .ifPresent(s -> run.stop(Run.Stop.LOST));
            }
        }
    }

    private void stopCancelled() {
        for (var id : table.cancelRequested(portal.name())) {
            var run = running.find(id);
            if (run != null) {
                run.stop(Run.Stop.CANCELLED);
            }
        }
    }

    private void tellOfOthers() {
        var now = table.lastChange();
        if (!now.equals(lastChange)) {
            lastChange = now;
            changes.publish(Topic.ACTIVITIES);
        }
    }
}
