package dev.mullion.hcs.emulator.program;

import dev.mullion.hcs.emulator.EmulatorClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whether a process still runs, as its program and those who wait within it see it. */
public final class Life {

    private final EmulatorClock clock;
    private final List<Runnable> wakeups = new CopyOnWriteArrayList<>();
    private volatile boolean ended;
    private volatile boolean interrupted;
    private volatile boolean holdsPipes;
    private volatile CompletableFuture<Boolean> going = CompletableFuture.completedFuture(true);
    private volatile @Nullable Predicate<Signal> handler;
    private volatile CompletableFuture<Boolean> sleeping = CompletableFuture.completedFuture(true);

    /**
     * Begins.
     *
     * @param clock of the machine
     */
    public Life(EmulatorClock clock) {
        this.clock = clock;
    }

    /** The process is over, whatever its program does. */
    public void end() {
        ended = true;
        resume();
        wake();
    }

    /** The container is paused: the program stops where it checks its life next. */
    public void pause() {
        going = new CompletableFuture<>();
    }

    /** The container goes on. */
    public void resume() {
        going.complete(true);
    }

    /** Ends the command that runs, not the process. */
    void interrupt() {
        interrupted = true;
        wake();
    }

    private void wake() {
        sleeping.complete(true);
        wakeups.forEach(Runnable::run);
    }

    /** Adds what lets a wait look again whether the process still runs. */
    void onWake(Runnable wakeup) {
        wakeups.add(wakeup);
    }

    /**
     * Goes on only if the process does.
     *
     * @throws Ended if it is over
     * @throws Interrupted once for each interruption
     */
    void check() {
        going.join();
        if (ended) {
            throw new Ended();
        }
        if (interrupted) {
            interrupted = false;
            throw new Interrupted();
        }
    }

    void sleep(Duration time) {
        var over = new CompletableFuture<Boolean>();
        sleeping = over;
        check();
        EmulatorClock.ScheduledTask timer = clock.after(time, () -> over.complete(true));
        over.join();
        timer.cancel();
        check();
    }

    /** Waits for something that a signal brings. */
    void await(CompletableFuture<Boolean> what) {
        Runnable wakeup = () -> what.complete(false);
        onWake(wakeup);
        try {
            check();
            what.join();
            check();
        } finally {
            wakeups.remove(wakeup);
        }
    }

    /** From now on signals go to the program itself, which says whether it took one. */
    void handle(Predicate<Signal> taken) {
        handler = taken;
    }

    /**
     * Sends a signal.
     *
     * @param signal which
     * @return whether the program takes it; otherwise it ends the process
     */
    public boolean raise(Signal signal) {
        Predicate<Signal> present = handler;
        return present != null && present.test(signal);
    }

    /** The program's output stays open when it ends: something that it began holds it. */
    void holdPipes() {
        holdsPipes = true;
    }

    /**
     * Says whether the output stays open after the end.
     *
     * @return false for most
     */
    public boolean holdsPipes() {
        return holdsPipes;
    }
}
