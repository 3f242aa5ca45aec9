package dev.mullion.backend.activity;

/**
 * One part of an activity that has progress of its own, such as one layer of an image that is
 * pulled.
 *
 * @param name what the part is, as people know it; cut at 200 characters
 * @param state a lower-case word of the work's own vocabulary, such as {@code downloading}; cut at
 *     40 characters
 * @param current how much is done, in the work's own unit (bytes for a pull), never negative
 * @param total how much there is, 0 while unknown
 */
public record Step(String name, String state, long current, long total) {

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_STATE = 40;

    public Step {
        name = Texts.cut(name, LONGEST_NAME);
        state = Texts.cut(state, LONGEST_STATE);
        current = Math.max(0, current);
        total = Math.max(0, total);
    }
}
