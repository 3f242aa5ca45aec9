package dev.mullion.backend.container;

import java.util.Locale;

/** When a container that ended is started again. */
public enum RestartRule {
    /** Never. */
    NO,
    /** When it ended with an error. */
    ON_FAILURE,
    /** Whenever it ended, and when the engine starts, unless somebody stopped it. */
    UNLESS_STOPPED,
    /** Whenever it ended, and when the engine starts. */
    ALWAYS;

    /** Docker's word for it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
