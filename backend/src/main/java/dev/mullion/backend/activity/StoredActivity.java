package dev.mullion.backend.activity;

import dev.mullion.security.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An activity as it is written down, with what only the engine room needs.
 *
 * @param parameters what the work was started with
 * @param caller in whose name the work is done
 * @param repetition how many interrupted runs this one follows, 0 for a first run
 * @param portal the portal process that runs it or ran it, null while it waits
 * @param cancelledBy who asked for its end, null if nobody did
 */
record StoredActivity(
        Activity activity,
        Map<String, String> parameters,
        Caller caller,
        int repetition,
        @Nullable String portal,
        @Nullable String cancelledBy) {

    ActivityId id() {
        return activity.id();
    }
}
