package dev.mullion.engine.linux;

import dev.mullion.docker.ContainerId;
import java.util.concurrent.atomic.AtomicBoolean;

/** A container that this engine looks after. */
final class Watched {

    final ContainerId id;
    final Bundle bundle;
    final Bundle.Processes processes;

    /** Whether its first process was let run; only then its end is told. */
    volatile boolean started;

    private final AtomicBoolean outOfMemory = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    Watched(ContainerId id, Bundle bundle, Bundle.Processes processes, boolean started) {
        this.id = id;
        this.bundle = bundle;
        this.processes = processes;
        this.started = started;
    }

    /** True for the first who says so. */
    boolean runsOutOfMemory() {
        return outOfMemory.compareAndSet(false, true);
    }

    /** True for the first who says so. */
    boolean ends() {
        return ended.compareAndSet(false, true);
    }
}
