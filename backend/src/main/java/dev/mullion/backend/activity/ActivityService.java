package dev.mullion.backend.activity;

import dev.mullion.backend.Page;
import dev.mullion.backend.Problem;
import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.security.Callers;
import dev.mullion.security.Permission;
import dev.mullion.security.Requires;
import java.time.Clock;
import java.util.Locale;
import org.springframework.stereotype.Service;

/** Long-running operations, for people: see them, and end them. */
@Service
public class ActivityService {

    private final ActivityTable table;
    private final RunningActivities running;
    private final Callers callers;
    private final LiveChanges changes;
    private final Clock clock;

    ActivityService(
            ActivityTable table,
            RunningActivities running,
            Callers callers,
            LiveChanges changes,
            Clock clock) {
        this.table = table;
        this.running = running;
        this.callers = callers;
        this.changes = changes;
        this.clock = clock;
    }

    @Requires(Permission.ACTIVITY_READ)
    public Page<Activity> list(ActivityQuery query) {
        var page = table.list(query);
        return page.map(running::freshen);
    }

    /**
     * One activity.
     *
     * @throws Problem NOT_FOUND when it never was, or was forgotten with age
     */
    @Requires(Permission.ACTIVITY_READ)
    public Activity get(ActivityId id) {
        return running.freshen(find(id, "show activity " + id));
    }

    /**
     * Asks for the end of an activity. One that waits ends at once; one that runs ends as soon as
     * its work lets go, which people then see as cancelled. Asking twice is harmless.
     *
     * @throws Problem NOT_FOUND; CONFLICT when it has ended already
     */
    @Requires(Permission.ACTIVITY_CANCEL)
    public void cancel(ActivityId id) {
        var asked = "cancel activity " + id;
        var by = callers.current().name();
        var now = clock.instant();
        // In this order nothing slips through: what leaves the queue meanwhile is caught as
        // running.
        boolean accepted =
                table.cancelQueued(id, by, "Cancelled by " + by + " before it began.", now)
                        || table.requestCancel(id, by, now);
        if (!accepted) {
            var activity = find(id, asked);
            throw Problem.conflict(
                    asked,
                    "it has already ended (%s)"
                            .formatted(activity.state().name().toLowerCase(Locale.ROOT)),
                    "There is nothing left to cancel.");
        }
        var run = running.find(id);
        if (run != null) {
            run.stop(Run.Stop.CANCELLED);
        }
        changes.publish(Topic.ACTIVITIES);
    }

    private Activity find(ActivityId id, String asked) {
        return table.find(id)
                .map(StoredActivity::activity)
                .orElseThrow(() ->
                        Problem.notFound(
                                asked,
                                "there is no such activity",
                                "It may have been forgotten with age; see the list of activities."));
    }
}
