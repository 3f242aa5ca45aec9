package dev.mullion.hcs.emulator;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The faults that are switched on, and how often each was met. */
public final class Faults {

    private static final int ALWAYS = Integer.MAX_VALUE;

    private final Map<Fault, Switched> on = new EnumMap<>(Fault.class);
    private final Map<Fault, Integer> met = new EnumMap<>(Fault.class);
    private final Map<String, Duration> hanging = new HashMap<>();
    private final Map<String, Integer> hung = new HashMap<>();
    private @Nullable Integer schemaMaximum;

    private record Switched(int times, Duration delay) {}

    Faults() {}

    /**
     * Switches a fault on until it is cleared.
     *
     * @param fault which
     */
    public void set(Fault fault) {
        put(fault, ALWAYS, Duration.ZERO);
    }

    /**
     * Switches a fault on until it is cleared.
     *
     * @param fault one that takes a duration
     * @param delay the duration
     */
    public void set(Fault fault, Duration delay) {
        put(fault, ALWAYS, delay);
    }

    /**
     * Switches a fault on for the next times only.
     *
     * @param fault which
     * @param times how often it is met
     */
    public void next(Fault fault, int times) {
        put(fault, times, Duration.ZERO);
    }

    private synchronized void put(Fault fault, int times, Duration delay) {
        on.put(fault, new Switched(times, delay));
    }

    /**
     * Lets a function take its time before it does anything.
     *
     * @param export the function's name
     * @param time of the emulator's clock, each time it is called
     */
    public synchronized void hang(String export, Duration time) {
        hanging.put(export, time);
    }

    /**
     * Lowers the newest schema the service knows, as an older build has it.
     *
     * @param minor of version 2
     */
    public synchronized void schemaMaximum(int minor) {
        schemaMaximum = minor;
    }

    /**
     * Switches a fault off.
     *
     * @param fault which
     */
    public synchronized void clear(Fault fault) {
        on.remove(fault);
    }

    /** Switches everything off. The counts of what was met stay. */
    public synchronized void clear() {
        on.clear();
        hanging.clear();
        schemaMaximum = null;
    }

    /**
     * Returns how often a fault was met.
     *
     * @param fault which
     * @return the count since the machine began
     */
    public synchronized int met(Fault fault) {
        return met.getOrDefault(fault, 0);
    }

    /**
     * Returns how often a function hung.
     *
     * @param export its name
     * @return the count since the machine began
     */
    public synchronized int hung(String export) {
        return hung.getOrDefault(export, 0);
    }

    /**
     * Meets a fault, if it is on: for the emulator's parts, where it would strike.
     *
     * @param fault which
     * @return whether it strikes
     */
    public boolean strikes(Fault fault) {
        return strike(fault).isPresent();
    }

    /**
     * Meets a fault that takes a duration.
     *
     * @param fault which
     * @return zero if it is off
     */
    public Duration delay(Fault fault) {
        return strike(fault).orElse(Duration.ZERO);
    }

    private synchronized Optional<Duration> strike(Fault fault) {
        Switched switched = on.get(fault);
        if (switched == null) {
            return Optional.empty();
        }
        met.merge(fault, 1, Integer::sum);
        if (switched.times() == 1) {
            on.remove(fault);
        } else if (switched.times() != ALWAYS) {
            on.put(fault, new Switched(switched.times() - 1, switched.delay()));
        }
        return Optional.of(switched.delay());
    }

    synchronized Duration hang(String export) {
        Duration time = hanging.get(export);
        if (time == null) {
            return Duration.ZERO;
        }
        hung.merge(export, 1, Integer::sum);
        return time;
    }

    /**
     * Returns the newest schema the service knows.
     *
     * @param ofBuild the minor number that the build has
     * @return that, or the lower one that was set
     */
    public synchronized int schemaMaximumOr(int ofBuild) {
        return schemaMaximum == null ? ofBuild : schemaMaximum;
    }
}
