package dev.mullion.backend.activity;

import dev.mullion.backend.Page;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which activities to list, and in what order.
 *
 * @param text part of the title, the kind, the resource or the person's name, in any case; empty
 *     for all
 * @param states only these; empty for all
 * @param offset how many to leave out at the front, not negative
 * @param limit how many to give at most, 1 to 1,000
 */
public record ActivityQuery(
        String text,
        Set<ActivityState> states,
        Sort sort,
        boolean descending,
        int offset,
        int limit) {

    /** What a list can be ordered by; equals are ordered by age. */
    public enum Sort {
        CREATED,
        TITLE,
        STATE,
        KIND
    }

    public ActivityQuery {
        states = Set.copyOf(states);
        Page.check(offset, limit);
    }

    /** The newest activities of any state. */
    public static ActivityQuery newest(int limit) {
        return new ActivityQuery("", Set.of(), Sort.CREATED, true, 0, limit);
    }

    /** What waits or runs, the newest first. */
    public static ActivityQuery unfinished(int limit) {
        return new ActivityQuery(
                "",
                EnumSet.of(ActivityState.QUEUED, ActivityState.RUNNING),
                Sort.CREATED,
                true,
                0,
                limit);
    }
}
