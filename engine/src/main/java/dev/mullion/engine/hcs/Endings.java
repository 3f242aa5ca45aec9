package dev.mullion.engine.hcs;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.runtime.ProcessExit;
import dev.mullion.engine.runtime.RuntimeListener;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.ServiceLostException;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows when a container's first process has ended: its output is read to the end, its
 * system shut down (Windows lets it go on without its first process), its handles closed, and then
 * the end is told.
 */
final class Endings {

    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    /** What is said of a container that the service took along. */
    static final String LOST =
            "The compute service (vmcompute) ended, and the container with it; its exit code isn't"
                    + " known";

    private final Means means;
    private final ServiceWatch service;
    private volatile @Nullable RuntimeListener listener;
    private volatile boolean closed;

    Endings(Means means, ServiceWatch service) {
        this.means = means;
        this.service = service;
    }

    void listen(RuntimeListener told) {
        listener = told;
    }

    /** From now on ends are noticed no more. */
    void close() {
        closed = true;
    }

    /** Has a container ended as soon as its system or its first process does. */
    void watch(WindowsContainer container, OpenSystem system, Consumer<WindowsContainer> onLoss) {
        var _ = system.ended().thenRunAsync(() -> begin(container), means.tasks());
        var _ = system.lost().thenRunAsync(() -> lost(container, system, onLoss), means.tasks());
    }

    /** Has a container ended as soon as this process does. */
    void watch(WindowsContainer container, WindowsProcess first) {
        var _ = first.ended().thenRunAsync(() -> begin(container), means.tasks());
    }

    private void lost(
            WindowsContainer container, OpenSystem system, Consumer<WindowsContainer> onLoss) {
        boolean current = container.system().filter(open -> open == system).isPresent();
        container.lostService();
        if (current && !closed && !container.isEnding()) {
            onLoss.accept(container);
        }
    }

    /** Ends it, unless it is ending already. */
    void begin(WindowsContainer container) {
        if (closed || !container.beginEnding()) {
            return;
        }
        @Nullable String trouble = null;
        try {
            ProcessEnd end = endOfFirst(container);
            container.first().ifPresent(first -> drain(first));
            trouble = stop(container, true);
            finish(container, end, trouble);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("The end of container {} went wrong", container.id(), e);
            finish(
                    container,
                    ProcessEnd.unknown(means.timing().now(), "Its end went wrong: " + e),
                    trouble);
        }
    }

    /** Ends it with what is known of its end already; its system isn't there any more. */
    void conclude(WindowsContainer container) {
        if (container.beginEnding()) {
            ProcessEnd end =
                    container.first().map(first -> first.ended().getNow(null)).orElse(null);
            container.first().ifPresent(first -> drain(first));
            finish(
                    container,
                    end != null ? end : ProcessEnd.unknown(means.timing().now(), LOST),
                    null);
        }
    }

    /** The system's end may be told before that of its first process. */
    private ProcessEnd endOfFirst(WindowsContainer container) throws InterruptedException {
        WindowsProcess first = container.first().orElse(null);
        if (first == null) {
            return ProcessEnd.unknown(means.timing().now(), "The container ended before it ran");
        }
        if (!means.timing().await(first.ended(), means.limits().missedEnd())) {
            first.ask();
            means.timing().await(first.ended(), means.limits().missedEnd());
        }
        ProcessEnd end = first.ended().getNow(null);
        return end != null ? end : ProcessEnd.unknown(means.timing().now(), why(container));
    }

    private static String why(WindowsContainer container) {
        if (container.hasLostService()) {
            return LOST;
        }
        String type =
                container
                        .system()
                        .map(system -> system.ended().getNow(OpenSystem.NO_TYPE))
                        .orElse(OpenSystem.NO_TYPE);
        return "The container ended beneath its process"
                + (type.isEmpty() ? "" : " (" + type + ")")
                + ", whose exit code isn't known";
    }

    private void drain(WindowsProcess first) {
        try {
            first.drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends its system, if it runs; the service may die meanwhile and come back.
     *
     * @return what went wrong; null if nothing did
     */
    @Nullable String stop(WindowsContainer container, boolean graceful) {
        try {
            OpenSystem system = container.system().orElse(null);
            if (system == null) {
                return null;
            }
            try {
                return unlessEnded(system, stopOnce(container, system, graceful));
            } catch (ServiceLostException e) {
                LOG.warn("The compute service ended while {} was ending", system);
                container.lostService();
                system.lose();
                OpenSystem again = service.reopened(container).orElse(null);
                return again == null || again.stop(graceful) ? null : dead(again);
            }
        } catch (IOException | HcsException e) {
            LOG.error("Container {} couldn't be ended", container.id(), e);
            return "Its compute system couldn't be ended: " + e.getMessage();
        }
    }

    private boolean stopOnce(WindowsContainer container, OpenSystem system, boolean graceful)
            throws IOException {
        if (container.isPaused()) {
            // only what isn't paused can be shut down
            means.calls()
                    .run(
                            "Resuming " + system,
                            means.limits().request(),
                            () -> system.system().resume(means.limits().request()));
            container.paused(false);
        }
        return system.stop(graceful);
    }

    private static @Nullable String unlessEnded(OpenSystem system, boolean ended) {
        return ended ? null : dead(system);
    }

    private static String dead(OpenSystem system) {
        String sentence =
                "Windows doesn't end "
                        + system
                        + " even by force; only a restart of the service vmcompute helps, which"
                        + " ends all containers of the host";
        LOG.error(sentence);
        return sentence;
    }

    private void finish(WindowsContainer container, ProcessEnd end, @Nullable String trouble) {
        ContainerId id = container.id();
        container.flow().finish();
        container.execs().forEach(exec -> exec.containerEnded());
        closeHandles(container);
        ProcessExit exit =
                new ProcessExit(
                        end.code(), end.at(), false, end.error() == null ? trouble : end.error());
        RuntimeListener told = listener;
        boolean started = container.record().pid() != 0;
        container.ended().complete(exit);
        if (told != null && started && !closed && container.beginTelling()) {
            told.ended(id, exit);
        }
    }

    /** Lets go of what this engine holds of it. */
    void closeHandles(WindowsContainer container) {
        container.retired().forEach(WindowsProcess::close);
        container.first().ifPresent(WindowsProcess::close);
        container.system().ifPresent(OpenSystem::close);
    }
}
