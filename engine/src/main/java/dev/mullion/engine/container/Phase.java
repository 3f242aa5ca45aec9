package dev.mullion.engine.container;

import java.util.Locale;

/** Where a container is in its life. */
public enum Phase {
    /** Never started, or its start failed. */
    CREATED,
    /** Its process runs. */
    RUNNING,
    /** Its process is frozen. */
    PAUSED,
    /** Its process has ended and is about to be started again. */
    RESTARTING,
    /** It is being removed. */
    REMOVING,
    /** Its process has ended. */
    EXITED,
    /** Removing it failed half-way; all that is left to do with it is to remove it again. */
    DEAD;

    /** Returns the word clients know, for example {@code running}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a process is there. */
    public boolean hasProcess() {
        return this == RUNNING || this == PAUSED;
    }
}
