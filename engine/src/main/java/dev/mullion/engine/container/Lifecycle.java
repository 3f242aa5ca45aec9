package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.runtime.ContainerRuntime;
import dev.mullion.engine.runtime.ProcessExit;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state machine of containers: which transition is allowed from where, in which order things
 * happen with it, and what is told of it.
 *
 * <pre>
 * created ─start─► running ⇄ paused
 *                  │ process ended
 *                  ├─► exited ─start─► running
 *                  └─► restarting ─after a while─► running
 * any ─► removing ─► (gone), or dead
 * </pre>
 *
 * <p>What is asked for is on the disk before it is answered. The lock of a container is held while
 * it changes, never while its process is waited for.
 */
final class Lifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final ContainerRuntime runtime;
    private final Launch launch;
    private final ContainerEvents events;
    private final Clock clock;
    private final Executor executor;
    private final AutoRemoval autoRemoval;

    /** Removes a container whose process has ended. */
    interface AutoRemoval {
        void remove(Container container);
    }

    Lifecycle(
            ContainerRuntime runtime,
            Launch launch,
            ContainerEvents events,
            Clock clock,
            Executor executor,
            AutoRemoval autoRemoval) {
        this.runtime = runtime;
        this.launch = launch;
        this.events = events;
        this.clock = clock;
        this.executor = executor;
        this.autoRemoval = autoRemoval;
    }

    /**
     * Starts it by hand.
     *
     * @throws EngineProblem 304 if it runs; 400, 403, 409 or 500 if it can't be started
     */
    void start(Container container) {
        EngineProblem problem;
        try (Container.Held _ = container.hold()) {
            refuseWhile(container, Phase.REMOVING, Phase.DEAD);
            switch (container.standing().phase()) {
                case PAUSED ->
                        throw EngineProblem.conflict(
                                "cannot start a paused container, try unpause instead");
                case RUNNING, RESTARTING ->
                        throw EngineProblem.notModified(
                                "Container " + container.id() + " is already running");
                default -> {}
            }
            container.backoff().reset();
            problem = begin(container, true);
        }
        if (problem != null) {
            removeIfAsked(container);
            throw problem;
        }
    }

    /** Under the lock. Returns why it couldn't be started, or null. */
    private @Nullable EngineProblem begin(Container container, boolean byHand) {
        ContainerRecord before = container.record();
        try {
            launch.run(
                    container.definition(),
                    before.standing().startedAt() == null,
                    pid ->
                            container.save(
                                    before.with(
                                            before.standing()
                                                    .started(pid, clock.instant(), byHand))));
            events.tell(container.definition(), "start");
            return null;
        } catch (StartFailedException e) {
            StartFailure failure = e.failure();
            settle(
                    container,
                    before.with(before.standing().startFailed(failure.code(), failure.message())));
            container.waits().ended(new Waits.Outcome(failure.code(), null), true);
            return e.problem();
        }
    }

    /**
     * Stops it by hand.
     *
     * @param signal to ask with
     * @param patience how long to wait before it is killed; null for ever
     * @throws EngineProblem 304 if it doesn't run; 500 if it can't be stopped
     */
    void stop(Container container, int signal, @Nullable Duration patience) {
        Definition definition;
        Ending ending;
        try (Container.Held _ = container.hold()) {
            definition = container.definition();
            if (container.standing().phase() == Phase.RESTARTING) {
                settleRestarting(container);
                events.tell(definition, "stop");
                return;
            }
            if (!container.standing().phase().hasProcess()) {
                throw EngineProblem.notModified(
                        "Container " + container.id() + " is already stopped");
            }
            ending = Ending.of(container);
            remember(container);
            send(container, signal);
        }
        if (!ending.within(patience)) {
            kill(container, ending);
        }
        events.tell(definition, "stop");
    }

    /** Kills what didn't end, and waits for its end. */
    private void kill(Container container, Ending ending) {
        try (Container.Held _ = container.hold()) {
            if (!ending.isOver() && container.standing().phase().hasProcess()) {
                send(container, Signals.KILL);
            }
        }
        if (!ending.within(Ending.AFTER_KILL)) {
            throw EngineProblem.failed(
                    "tried to kill container "
                            + container.id()
                            + ", but its process did not end within "
                            + Ending.AFTER_KILL.toSeconds()
                            + " s");
        }
    }

    /**
     * Sends a signal; after a kill it is waited for.
     *
     * @param reference how it was asked for, for the words of a refusal
     */
    void kill(Container container, int signal, String reference) {
        Ending ending;
        try (Container.Held _ = container.hold()) {
            if (container.standing().phase() == Phase.RESTARTING) {
                if (endsIt(container, signal)) {
                    settleRestarting(container);
                }
                return;
            }
            if (!container.standing().phase().hasProcess()) {
                throw EngineProblem.conflict(
                        "cannot kill container: "
                                + reference
                                + ": container "
                                + container.id()
                                + " is not running");
            }
            ending = Ending.of(container);
            if (endsIt(container, signal)) {
                remember(container);
            }
            send(container, signal);
        }
        if (signal == Signals.KILL && !ending.within(Ending.AFTER_KILL)) {
            throw EngineProblem.failed(
                    "cannot kill container: "
                            + reference
                            + ": its process did not end within "
                            + Ending.AFTER_KILL.toSeconds()
                            + " s");
        }
    }

    /** Ends it before it is removed; it isn't started again. */
    void killForRemoval(Container container) {
        Ending ending;
        try (Container.Held _ = container.hold()) {
            container.cancelRestart();
            if (!container.standing().phase().hasProcess()) {
                return;
            }
            ending = Ending.of(container);
            send(container, Signals.KILL);
        }
        if (!ending.within(Ending.AFTER_KILL)) {
            throw EngineProblem.failed(
                    "could not kill container: the process of "
                            + container.id()
                            + " did not end within "
                            + Ending.AFTER_KILL.toSeconds()
                            + " s");
        }
    }

    /** Stops it if it runs, and starts it; it stays even if it removes itself when it ends. */
    void restart(Container container, int signal, @Nullable Duration patience) {
        try (Container.Held _ = container.hold()) {
            refuseWhile(container, Phase.REMOVING, Phase.DEAD);
            container.kept(true);
        }
        try {
            try {
                stop(container, signal, patience);
            } catch (EngineProblem e) {
                if (e.status() != 304) {
                    throw e;
                }
            }
            try {
                start(container);
            } catch (EngineProblem e) {
                if (e.status() != 304) {
                    throw e;
                }
            }
            events.tell(container.definition(), "restart");
        } finally {
            try (Container.Held _ = container.hold()) {
                container.kept(false);
            }
        }
    }

    /** Freezes it. */
    void pause(Container container) {
        try (Container.Held _ = container.hold()) {
            switch (container.standing().phase()) {
                case RUNNING -> {}
                case PAUSED ->
                        throw EngineProblem.conflict(
                                "Container " + container.id() + " is already paused");
                case RESTARTING ->
                        throw EngineProblem.conflict(
                                "Container "
                                        + container.id()
                                        + " is restarting, wait until the container is running");
                default ->
                        throw EngineProblem.conflict(
                                "Container " + container.id() + " is not running");
            }
            try {
                runtime.pause(container.id());
                container.save(container.record().with(container.standing().in(Phase.PAUSED)));
            } catch (IOException e) {
                throw EngineProblem.failed(
                        "Cannot pause container " + container.id() + ": " + e.getMessage(), e);
            }
            events.tell(container.definition(), "pause");
        }
    }

    /** Lets it go on. */
    void unpause(Container container) {
        try (Container.Held _ = container.hold()) {
            if (container.standing().phase() != Phase.PAUSED) {
                throw EngineProblem.failed("Container " + container.id() + " is not paused");
            }
            try {
                resume(container);
            } catch (IOException e) {
                throw EngineProblem.failed(
                        "Cannot unpause container " + container.id() + ": " + e.getMessage(), e);
            }
        }
    }

    private void resume(Container container) throws IOException {
        runtime.resume(container.id());
        container.save(container.record().with(container.standing().in(Phase.RUNNING)));
        events.tell(container.definition(), "unpause");
    }

    /** It ran out of memory. */
    void outOfMemory(Container container) {
        executor.execute(() -> {
            try (Container.Held _ = container.hold()) {
                if (container.standing().phase().hasProcess()) {
                    container.show(container.record().with(container.standing().outOfMemory()));
                    events.tell(container.definition(), "oom");
                }
            }
        });
    }

    /** Its process has ended. */
    void ended(Container container, ProcessExit exit) {
        executor.execute(() -> end(container, exit));
    }

    private void end(Container container, ProcessExit exit) {
        try (Container.Held _ = container.hold()) {
            Standing before = container.standing();
            if (!before.phase().hasProcess()) {
                LOG.debug("The end of {} was known already", container.id());
                return;
            }
            Standing oom = exit.outOfMemory() ? before.outOfMemory() : before;
            boolean again =
                    !container.isLeaving()
                            && RestartRule.afterEnd(
                                    container.definition().hostConfig().restartPolicy(),
                                    before,
                                    exit.code());
            Standing after = again ? oom.restarting(exit) : oom.ended(exit);
            if (goesAtItsEnd(container)) {
                // its record follows it in a moment: the removal is what has to last
                container.show(container.record().with(after));
            } else {
                settle(container, container.record().with(after));
            }
            launch.tearDown(container.definition());
            events.tell(container.definition(), "die", death(before, exit));
            if (again) {
                scheduleRestart(container, ranFor(before, exit));
            }
            container.waits().ended(outcome(exit), !again);
        }
        removeIfAsked(container);
    }

    /**
     * Its process ended while there was no engine. Whether it is started again is decided when all
     * are known.
     */
    void endUnseen(Container container, ProcessExit exit) {
        try (Container.Held _ = container.hold()) {
            Standing before = container.standing();
            settle(container, container.record().with(before.ended(exit)));
            launch.tearDown(container.definition());
            events.tell(container.definition(), "die", death(before, exit));
            container.waits().ended(outcome(exit), true);
        }
    }

    private static Map<String, String> death(Standing before, ProcessExit exit) {
        return Map.of(
                "exitCode",
                Integer.toString(exit.code()),
                "execDuration",
                Long.toString(ranFor(before, exit).toSeconds()));
    }

    private static Waits.Outcome outcome(ProcessExit exit) {
        return new Waits.Outcome(exit.code(), exit.error());
    }

    private static Duration ranFor(Standing before, ProcessExit exit) {
        Instant started = before.startedAt();
        Duration ran = started == null ? Duration.ZERO : Duration.between(started, exit.at());
        return ran.isNegative() ? Duration.ZERO : ran;
    }

    private void scheduleRestart(Container container, Duration ran) {
        Duration delay = container.backoff().next(ran);
        CountDownLatch begun = container.beginRestart();
        executor.execute(() -> {
            try {
                if (!begun.await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
                    startAgain(container, begun);
                }
            } catch (InterruptedException e) {
                // the engine stops; the next one finds it restarting and starts it
                Thread.currentThread().interrupt();
            }
        });
    }

    private void startAgain(Container container, CountDownLatch begun) {
        try (Container.Held _ = container.hold()) {
            if (!container.awaits(begun)) {
                return;
            }
            EngineProblem problem = begin(container, false);
            if (problem == null) {
                return;
            }
            LOG.warn(
                    "Container {} could not be started again: {}",
                    container.id(),
                    problem.getMessage());
        }
        removeIfAsked(container);
    }

    /** Starts what an engine before this one left to be started. */
    void startAfterEngineStart(Container container) {
        try (Container.Held _ = container.hold()) {
            if (container.standing().phase().hasProcess()) {
                return;
            }
            EngineProblem problem = begin(container, false);
            if (problem != null) {
                LOG.warn(
                        "Container {} could not be started with the engine: {}",
                        container.id(),
                        problem.getMessage());
            }
        }
    }

    /** Under the lock: it was about to be started again and now stays ended. */
    private void settleRestarting(Container container) {
        container.cancelRestart();
        Standing standing = container.standing().askedToStop().in(Phase.EXITED);
        settle(container, container.record().with(standing));
        container.waits().settled(new Waits.Outcome(standing.exitCode(), null));
    }

    /** Under the lock: what has happened is shown even if the disk is full. */
    private static void settle(Container container, ContainerRecord next) {
        try {
            container.save(next);
        } catch (IOException e) {
            container.show(next);
            LOG.error(
                    "The state of container {} could not be written; after a crash it is found out"
                            + " anew",
                    container.id(),
                    e);
        }
    }

    /** Under the lock: notes that its end was asked for, before it is. */
    private static void remember(Container container) {
        ContainerRecord next = container.record().with(container.standing().askedToStop());
        if (container.definition().hostConfig().restartPolicy().name().equals(RestartRule.NO)) {
            container.show(next);
            return;
        }
        try {
            container.save(next);
        } catch (IOException e) {
            throw EngineProblem.failed(
                    "cannot note that container "
                            + container.id()
                            + " shall stop: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Under the lock. */
    private void send(Container container, int signal) {
        ContainerId id = container.id();
        try {
            runtime.signal(id, signal);
            events.tell(container.definition(), "kill", Map.of("signal", Integer.toString(signal)));
            if (container.standing().phase() == Phase.PAUSED && endsIt(container, signal)) {
                resume(container);
            }
        } catch (IOException e) {
            throw EngineProblem.failed(
                    "cannot send signal " + signal + " to container " + id + ": " + e.getMessage(),
                    e);
        }
    }

    private static boolean endsIt(Container container, int signal) {
        return signal == Signals.KILL || signal == stopSignal(container.definition());
    }

    static int stopSignal(Definition definition) {
        String configured = definition.config().stopSignal();
        return configured == null ? Signals.TERM : Signals.number(configured);
    }

    private static void refuseWhile(Container container, Phase... phases) {
        Phase phase = container.standing().phase();
        for (Phase refused : phases) {
            if (phase == refused || container.isLeaving()) {
                throw EngineProblem.conflict(
                        "container is marked for removal and cannot be started");
            }
        }
    }

    private static boolean goesAtItsEnd(Container container) {
        return container.definition().hostConfig().autoRemove()
                && !container.isKept()
                && !container.isLeaving();
    }

    private void removeIfAsked(Container container) {
        if (goesAtItsEnd(container) && !container.standing().phase().hasProcess()) {
            autoRemoval.remove(container);
        }
    }
}
