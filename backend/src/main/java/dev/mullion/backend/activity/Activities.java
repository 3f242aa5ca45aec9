package dev.mullion.backend.activity;

import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.security.Callers;
import java.time.Clock;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Starts long-running work on behalf of the features; their services have asked for permission
 * before.
 */
@Component
public class Activities {

    private static final int LONGEST_TITLE = 400;

    private final ActivityTable table;
    private final ActivityQueue queue;
    private final ActivityScheduler scheduler;
    private final Works works;
    private final Callers callers;
    private final TransactionTemplate transaction;
    private final LiveChanges changes;
    private final Clock clock;

    Activities(
            ActivityTable table,
            ActivityQueue queue,
            ActivityScheduler scheduler,
            Works works,
            Callers callers,
            TransactionTemplate transaction,
            LiveChanges changes,
            Clock clock) {
        this.table = table;
        this.queue = queue;
        this.scheduler = scheduler;
        this.works = works;
        this.callers = callers;
        this.transaction = transaction;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * Writes the activity down and has its work run soon, in the name of the current caller. When
     * this returns, the start is on disk: a portal that is killed right after still knows of it.
     *
     * @param kind the {@link ActivityWork#kind()} that does it
     * @param title what people read in the list; cut at 400 characters
     * @param resourcePath the path of what it works on
     * @param parameters what the work needs; no secrets, since they are stored as they are
     * @throws IllegalArgumentException when no work of that kind exists, or the parameters are too
     *     long
     */
    public ActivityId start(
            String kind, String title, String resourcePath, Map<String, String> parameters) {
        if (works.find(kind).isEmpty()) {
            throw new IllegalArgumentException("There is no work of the kind \"" + kind + "\"");
        }
        var caller = callers.current();
        var activity =
                new Activity(
                        ActivityId.random(),
                        kind,
                        Texts.cut(title, LONGEST_TITLE),
                        resourcePath,
                        caller.name(),
                        null,
                        clock.instant(),
                        null,
                        null,
                        ActivityState.QUEUED,
                        Progress.saying("Waiting for its turn"),
                        null);
        transaction.executeWithoutResult(status -> {
            table.insert(new StoredActivity(activity, parameters, caller, 0, null, null));
            queue.add(activity.id());
        });
        scheduler.hurry();
        changes.publish(Topic.ACTIVITIES);
        return activity.id();
    }
}
