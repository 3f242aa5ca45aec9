package dev.mullion.backend.activity;

import java.util.List;

/**
 * How far an activity has come.
 *
 * @param current how much is done, in the work's own unit, never negative
 * @param total how much there is, 0 while unknown
 * @param message one short sentence on what happens now; cut at 1,000 characters
 * @param steps the parts, in the order people should read them; the first 200 are kept
 */
public record Progress(long current, long total, String message, List<Step> steps) {

    /** More than the 127 layers an image may have. */
    static final int MOST_STEPS = 200;

    private static final int LONGEST_MESSAGE = 1000;

    public Progress {
        current = Math.max(0, current);
        total = Math.max(0, total);
        message = Texts.cut(message, LONGEST_MESSAGE);
        steps = List.copyOf(steps.size() > MOST_STEPS ? steps.subList(0, MOST_STEPS) : steps);
    }

    /** Only words: nothing is counted (yet). */
    public static Progress saying(String message) {
        return new Progress(0, 0, message, List.of());
    }
}
