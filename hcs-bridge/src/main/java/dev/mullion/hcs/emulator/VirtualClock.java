package dev.mullion.hcs.emulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes only when it is told to. What is due runs on the thread that lets the time pass,
 * one after the other in the order of their times.
 */
public final class VirtualClock implements EmulatorClock {

    private final PriorityQueue<Due> waiting =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::order));
    private Instant now;
    private long orders;

    private record Due(Instant at, long order, Runnable task) {}

    /**
     * Begins at a time.
     *
     * @param now the first time
     */
    public VirtualClock(Instant now) {
        this.now = now;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized ScheduledTask after(Duration delay, Runnable task) {
        var due = new Due(delay.isNegative() ? now : now.plus(delay), orders++, task);
        waiting.add(due);
        return () -> cancel(due);
    }

    private synchronized void cancel(Due due) {
        waiting.remove(due);
    }

    /**
     * Lets time pass.
     *
     * @param by how much; zero runs what is due now
     */
    public void advance(Duration by) {
        Instant end = now().plus(by);
        for (Due due = next(end); due != null; due = next(end)) {
            due.task().run();
        }
        arrive(end);
    }

    private synchronized @Nullable Due next(Instant end) {
        Due due = waiting.peek();
        if (due == null || due.at().isAfter(end)) {
            return null;
        }
        arrive(due.at());
        return waiting.poll();
    }

    private synchronized void arrive(Instant time) {
        if (time.isAfter(now)) {
            now = time;
        }
    }

    /**
     * Returns how much waits for its time: lets a test wait until another thread waits.
     *
     * @return what {@link #after} took and hasn't run or been called off
     */
    public synchronized int waiting() {
        return waiting.size();
    }

    /**
     * Returns this time for code that takes a clock of Java.
     *
     * @return a view in UTC
     */
    public Clock asClock() {
        return new View(ZoneOffset.UTC);
    }

    private final class View extends Clock {

        private final ZoneId zone;

        View(ZoneId zone) {
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new View(other);
        }

        @Override
        public Instant instant() {
            return now();
        }
    }
}
