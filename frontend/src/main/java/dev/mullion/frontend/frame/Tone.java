package dev.mullion.frontend.frame;

import java.util.Locale;

/**
 * How a state feels to the person who runs things. Each tone has its own colour and its own shape
 * in the stylesheet, so that no state is told by colour alone; the word beside it is the third
 * telling.
 */
public enum Tone {
    /** Works as wanted: a filled circle. */
    GOOD,
    /** On its way: a ring that turns (stands still for people who ask for less motion). */
    BUSY,
    /** Needs a look: a triangle. */
    WARNING,
    /** Broken: a square. */
    BAD,
    /** At rest, nothing to do: an empty ring. */
    QUIET,
    /** Nobody knows at the moment: a dashed ring. */
    UNKNOWN;

    String className() {
        return "tone-" + name().toLowerCase(Locale.ROOT);
    }
}
