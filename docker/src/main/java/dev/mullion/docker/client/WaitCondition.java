package dev.mullion.docker.client;

/** What to wait for. */
public enum WaitCondition {
    /** Until the container isn't running; at once if it isn't now. */
    NOT_RUNNING("not-running"),
    /** Until the container ends the next time, even if it isn't running now. */
    NEXT_EXIT("next-exit"),
    /** Until the container is gone. */
    REMOVED("removed");

    private final String wire;

    WaitCondition(String wire) {
        this.wire = wire;
    }

    String wire() {
        return wire;
    }
}
