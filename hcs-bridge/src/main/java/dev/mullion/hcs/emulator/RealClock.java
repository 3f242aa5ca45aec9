package dev.mullion.hcs.emulator;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Time as it passes. */
final class RealClock implements EmulatorClock {

    private static final long IDLE_SECONDS = 5;

    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("emulated-clock").factory());

    RealClock() {
        timer.setRemoveOnCancelPolicy(true);
        // so that nobody has to close a clock
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public ScheduledTask after(Duration delay, Runnable task) {
        Future<?> due = timer.schedule(task, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
        return () -> due.cancel(false);
    }
}
