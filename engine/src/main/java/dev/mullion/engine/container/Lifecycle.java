package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.runtime.ContainerRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /** How soon this engine is told of an end that has happened. */
    private static final Duration JUST_ENDED = Duration.ofSeconds(2);

    private final ContainerRuntime runtime;
    private final Signals signals;
    private final Duration afterKill;
    private final IsolationRule isolation;
    private final Starts starts;
    private final ContainerEvents events;
    private final AutoRemoval autoRemoval;

    Lifecycle(
            ContainerRuntime runtime,
            Conventions conventions,
            IsolationRule isolation,
            Starts starts,
            ContainerEvents events,
            AutoRemoval autoRemoval) {
        this.runtime = runtime;
        this.signals = conventions.signals();
        this.afterKill = conventions.afterKill();
        this.isolation = isolation;
        this.starts = starts;
        this.events = events;
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
            isolation.check(container.definition().hostConfig());
            container.backoff().reset();
            problem = starts.begin(container, true);
        }
        if (problem != null) {
            autoRemoval.ifAsked(container);
            throw problem;
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
        EngineProblem unsent;
        try (Container.Held _ = container.hold()) {
            definition = container.definition();
            if (container.standing().phase() == Phase.RESTARTING) {
                starts.never(container);
                events.tell(definition, "stop");
                return;
            }
            if (!container.standing().phase().hasProcess()) {
                throw EngineProblem.notModified(
                        "Container " + container.id() + " is already stopped");
            }
            ending = Ending.of(container);
            remember(container);
            unsent = send(container, signal);
        }
        unlessEnded(unsent, ending);
        if (!ending.within(patience)) {
            kill(container, ending);
        }
        events.tell(definition, "stop");
    }

    /** Kills what didn't end, and waits for its end. */
    private void kill(Container container, Ending ending) {
        EngineProblem unsent = null;
        try (Container.Held _ = container.hold()) {
            if (!ending.isOver() && container.standing().phase().hasProcess()) {
                unsent = send(container, Signals.KILL);
            }
        }
        unlessEnded(unsent, ending);
        awaitEnd(ending, "tried to kill container " + container.id());
    }

    /** Waits for the end of what was killed; the system may take its time. */
    private void awaitEnd(Ending ending, String asked) {
        if (!ending.within(afterKill)) {
            throw EngineProblem.failed(
                    asked
                            + ": it did not end within "
                            + afterKill.toSeconds()
                            + " s; the system is still ending it, so wait for it, or look into the"
                            + " engine's log");
        }
    }

    /**
     * Sends a signal; after a kill it is waited for.
     *
     * @param reference how it was asked for, for the words of a refusal
     */
    void kill(Container container, int signal, String reference) {
        Ending ending;
        EngineProblem unsent;
        try (Container.Held _ = container.hold()) {
            if (container.standing().phase() == Phase.RESTARTING) {
                if (endsIt(container, signal)) {
                    starts.never(container);
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
            unsent = send(container, signal);
        }
        unlessEnded(unsent, ending);
        if (signal == Signals.KILL) {
            awaitEnd(ending, "cannot kill container: " + reference);
        }
    }

    /** Ends it before it is removed; it isn't started again. */
    void killForRemoval(Container container) {
        Ending ending;
        EngineProblem unsent;
        try (Container.Held _ = container.hold()) {
            container.cancelRestart();
            if (!container.standing().phase().hasProcess()) {
                return;
            }
            ending = Ending.of(container);
            unsent = send(container, Signals.KILL);
        }
        unlessEnded(unsent, ending);
        awaitEnd(ending, "could not kill container: " + container.id());
    }

    /** Stops it if it runs, and starts it; it stays even if it removes itself when it ends. */
    void restart(Container container, int signal, @Nullable Duration patience) {
        try (Container.Held _ = container.hold()) {
            refuseWhile(container, Phase.REMOVING, Phase.DEAD);
            // before it is stopped: it couldn't be started again
            isolation.check(container.definition().hostConfig());
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
            isolation.check(container.definition().hostConfig());
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

    /**
     * Under the lock. What can't be sent is no failure if the process has just ended, of which this
     * engine is told once the lock is free.
     *
     * @return why it couldn't be sent; null if it was
     */
    private @Nullable EngineProblem send(Container container, int signal) {
        ContainerId id = container.id();
        try {
            runtime.signal(id, signal);
            events.tell(container.definition(), "kill", Map.of("signal", Integer.toString(signal)));
            if (container.standing().phase() == Phase.PAUSED && endsIt(container, signal)) {
                resume(container);
            }
            return null;
        } catch (IOException e) {
            return EngineProblem.failed(
                    "cannot send signal " + signal + " to container " + id + ": " + e.getMessage(),
                    e);
        }
    }

    private static void unlessEnded(@Nullable EngineProblem unsent, Ending ending) {
        if (unsent != null && !ending.within(JUST_ENDED)) {
            throw unsent;
        }
    }

    private boolean endsIt(Container container, int signal) {
        return signal == Signals.KILL || signal == stopSignal(container.definition());
    }

    int stopSignal(Definition definition) {
        String configured = definition.config().stopSignal();
        return configured == null ? Signals.TERM : signals.number(configured);
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
}
