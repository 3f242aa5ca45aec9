package dev.mullion.engine.hcs;

import dev.mullion.hcs.emulator.EmulatorClock;
import dev.mullion.hcs.emulator.VirtualClock;
import java.time.Duration;
import java.time.Instant;

/** The time of an emulated machine for the engine beside it. */
final class VirtualTiming implements Timing {

    private final VirtualClock clock;

    VirtualTiming(VirtualClock clock) {
        this.clock = clock;
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public Runnable after(Duration delay, Runnable action) {
        EmulatorClock.ScheduledTask task = clock.after(delay, action);
        return task::cancel;
    }

    @Override
    public void close() {}
}
