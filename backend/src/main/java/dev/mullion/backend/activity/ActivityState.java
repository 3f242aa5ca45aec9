package dev.mullion.backend.activity;

/** Where an activity stands. It only ever moves down this list, and never leaves an ended state. */
public enum ActivityState {
    /** Written down, and waiting for its turn. */
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    /** Ended because somebody asked for it. */
    CANCELLED,
    /** The portal that ran it stopped before the work was done. */
    INTERRUPTED;

    public boolean ended() {
        return this != QUEUED && this != RUNNING;
    }
}
