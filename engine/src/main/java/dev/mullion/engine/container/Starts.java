package dev.mullion.engine.container;

import dev.mullion.engine.EngineProblem;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts containers: by hand, because their restart policy says so, or with the engine. */
final class Starts {

    private static final Logger LOG = LoggerFactory.getLogger(Starts.class);

    private final Launch launch;
    private final ContainerEvents events;
    private final Clock clock;
    private final Executor executor;
    private final AutoRemoval autoRemoval;

    Starts(
            Launch launch,
            ContainerEvents events,
            Clock clock,
            Executor executor,
            AutoRemoval autoRemoval) {
        this.launch = launch;
        this.events = events;
        this.clock = clock;
        this.executor = executor;
        this.autoRemoval = autoRemoval;
    }

    /** Under the lock. Returns why it couldn't be started, or null. */
    @Nullable EngineProblem begin(Container container, boolean byHand) {
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
            container.settle(
                    before.with(before.standing().startFailed(failure.code(), failure.message())));
            container.waits().ended(new Waits.Outcome(failure.code(), null), true);
            return e.problem();
        }
    }

    /** Under the lock: starts it after a while, unless somebody stops it before. */
    void later(Container container, Duration ran) {
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
        autoRemoval.ifAsked(container);
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
    void never(Container container) {
        container.cancelRestart();
        Standing standing = container.standing().askedToStop().in(Phase.EXITED);
        container.settle(container.record().with(standing));
        container.waits().settled(new Waits.Outcome(standing.exitCode(), null));
    }
}
