package dev.mullion.backend.activity;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What this portal runs at the moment, with progress fresher than the database's. */
@Component
class RunningActivities {

    private final ConcurrentMap<ActivityId, Run> runs = new ConcurrentHashMap<>();

    void add(Run run) {
        runs.put(run.id(), run);
    }

    void remove(ActivityId id) {
        runs.remove(id);
    }

    @Nullable Run find(ActivityId id) {
        return runs.get(id);
    }

    Collection<Run> all() {
        return List.copyOf(runs.values());
    }

    /** The activity with the progress that is known here, where it runs here. */
    Activity freshen(Activity stored) {
        var run = runs.get(stored.id());
        if (run == null || stored.state() != ActivityState.RUNNING) {
            return stored;
        }
        return new Activity(
                stored.id(),
                stored.kind(),
                stored.title(),
                stored.resource(),
                stored.startedBy(),
                stored.repeats(),
                stored.createdAt(),
                stored.startedAt(),
                stored.endedAt(),
                stored.state(),
                run.context().progress(),
                stored.outcome());
    }
}
