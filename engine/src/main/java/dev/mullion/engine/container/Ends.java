package dev.mullion.engine.container;

import dev.mullion.engine.runtime.ProcessExit;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows when a container's process has ended, whoever ended it. */
final class Ends {

    private static final Logger LOG = LoggerFactory.getLogger(Ends.class);

    private final Launch launch;
    private final Starts starts;
    private final ContainerEvents events;
    private final Executor executor;
    private final AutoRemoval autoRemoval;

    Ends(
            Launch launch,
            Starts starts,
            ContainerEvents events,
            Executor executor,
            AutoRemoval autoRemoval) {
        this.launch = launch;
        this.starts = starts;
        this.events = events;
        this.executor = executor;
        this.autoRemoval = autoRemoval;
    }

    /** It ran out of memory. */
    void outOfMemory(Container container) {
        executor.execute(() -> {
            try (Container.Held _ = container.hold()) {
                Standing standing = container.standing();
                if (standing.phase().hasProcess()) {
                    tellOutOfMemory(container);
                    container.show(container.record().with(standing.outOfMemory()));
                }
            }
        });
    }

    /** Once for each life. */
    private void tellOutOfMemory(Container container) {
        if (!container.standing().oomKilled()) {
            events.tell(container.definition(), "oom");
        }
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
            if (exit.outOfMemory()) {
                // the end may overtake the word of it
                tellOutOfMemory(container);
            }
            boolean again =
                    !container.isLeaving()
                            && RestartRule.afterEnd(
                                    container.definition().hostConfig().restartPolicy(),
                                    before,
                                    exit.code());
            Standing after = again ? before.restarting(exit) : before.ended(exit);
            if (container.removesItself()) {
                // its record follows it in a moment: the removal is what has to last
                container.show(container.record().with(after));
            } else {
                container.settle(container.record().with(after));
            }
            launch.tearDown(container.definition());
            events.tell(container.definition(), "die", death(before, exit));
            if (again) {
                starts.later(container, ranFor(before, exit));
            }
            container.waits().ended(outcome(exit), !again);
        }
        autoRemoval.ifAsked(container);
    }

    /**
     * Its process ended while there was no engine. Whether it is started again is decided when all
     * are known.
     */
    void endUnseen(Container container, ProcessExit exit) {
        try (Container.Held _ = container.hold()) {
            Standing before = container.standing();
            container.settle(container.record().with(before.ended(exit)));
            launch.tearDown(container.definition());
            events.tell(container.definition(), "die", death(before, exit));
            container.waits().ended(outcome(exit), true);
        }
    }

    private static Map<String, String> death(Standing before, ProcessExit exit) {
        return Map.of(
                "exitCode",
                Long.toString(exit.code()),
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
}
