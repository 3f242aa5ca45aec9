package dev.mullion.engine.http;

import java.util.ArrayList;
import java.util.List;

/** Whether the client of a call has gone, and what shall be done then. */
final class Gone {

    private final List<Runnable> actions = new ArrayList<>();
    private boolean gone;
    private boolean answered;

    /** Does something once the client goes before it has its answer; at once if it has gone. */
    void then(Runnable action) {
        synchronized (this) {
            if (answered) {
                return;
            }
            if (!gone) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }

    /** The client has gone. */
    void happened() {
        List<Runnable> now;
        synchronized (this) {
            if (gone || answered) {
                return;
            }
            gone = true;
            now = List.copyOf(actions);
        }
        now.forEach(Runnable::run);
    }

    synchronized boolean hasHappened() {
        return gone;
    }

    /** The answer is complete: from now on it doesn't matter. */
    synchronized void answered() {
        answered = true;
    }
}
