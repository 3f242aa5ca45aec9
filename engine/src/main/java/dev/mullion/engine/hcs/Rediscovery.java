package dev.mullion.engine.hcs;

import dev.mullion.engine.hcs.stream.LogWriter;
import dev.mullion.engine.hcs.stream.ProcessFlow;
import dev.mullion.engine.runtime.FoundContainer;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.NotFoundException;
import dev.mullion.hcs.compute.ComputeProcess;
import dev.mullion.hcs.document.SystemProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds containers again: those of an engine before this one, and those of a service that died. */
final class Rediscovery {

    private static final Logger LOG = LoggerFactory.getLogger(Rediscovery.class);

    private static final String UNSEEN =
            "The container ended while no engine watched, and Windows keeps no exit codes";

    private final Means means;
    private final Computes computes;
    private final Endings endings;
    private final ServiceWatch service;

    Rediscovery(Means means, Computes computes, Endings endings, ServiceWatch service) {
        this.means = means;
        this.computes = computes;
        this.endings = endings;
        this.service = service;
    }

    /** Makes a container of what an engine before this one noted. */
    WindowsContainer remembered(SystemRecord record) throws IOException {
        String name = "container " + record.id().shortened();
        LogWriter log = LogWriter.open(Path.of(record.log()), means.timing()::now);
        return new WindowsContainer(record, null, new ProcessFlow(name, means.pipes(), log));
    }

    /**
     * Opens what runs of a container.
     *
     * @param listed whether its system was seen
     */
    FoundContainer find(WindowsContainer container, boolean listed) throws IOException {
        Optional<OpenSystem> open = listed ? open(container) : Optional.empty();
        if (open.isEmpty()) {
            return gone(container);
        }
        OpenSystem system = open.get();
        SystemProperties properties = system.ask();
        if (system.ended().isDone() || properties == null) {
            return gone(container);
        }
        container.paused("Paused".equals(properties.state()));
        return findFirst(container, system);
    }

    private Optional<OpenSystem> open(WindowsContainer container) throws IOException {
        try {
            OpenSystem system =
                    computes.open(
                            means,
                            computes.of(container.record().isolation()),
                            container.id().hex());
            container.system(system);
            return Optional.of(system);
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private FoundContainer findFirst(WindowsContainer container, OpenSystem system)
            throws IOException {
        Optional<WindowsProcess> first = openFirst(container, system, true);
        if (first.isEmpty()) {
            return gone(container);
        }
        container.first(first.get());
        ProcessEnd end = first.get().asked();
        if (end != null) {
            container.beginTelling();
            return new FoundContainer(container.id(), 0, false, end.exit());
        }
        container.scratchInherited(container.isProcessIsolated());
        endings.watch(container, system, this::lost);
        endings.watch(container, first.get());
        return new FoundContainer(
                container.id(), container.record().pid(), container.isPaused(), null);
    }

    private Optional<WindowsProcess> openFirst(
            WindowsContainer container, OpenSystem system, boolean withPipes) throws IOException {
        int pid = container.record().pid();
        ComputeProcess process;
        try {
            process =
                    means.calls()
                            .call(
                                    "Opening process " + pid,
                                    means.limits().request(),
                                    () ->
                                            withPipes
                                                    ? system.system().reopenProcess(pid)
                                                    : system.system().openProcess(pid),
                                    ComputeProcess::close);
        } catch (HcsException e) {
            if (Failures.hasEnded(e)) {
                return Optional.empty();
            }
            throw e;
        }
        WindowsProcess first =
                withPipes
                        ? WindowsProcess.of(means, process, container.flow())
                        : WindowsProcess.listening(means, process, container.flow());
        if (withPipes && !first.hasPipes()) {
            container.silent(true);
            LOG.warn(
                    "Container {} runs on, but Windows doesn't give its input and output again:"
                            + " what it writes from now on isn't kept",
                    container.id());
        }
        return Optional.of(first);
    }

    /** Says that it ended unseen. */
    FoundContainer gone(WindowsContainer container) {
        container.beginTelling(); // whoever finds it is told so by this
        return new FoundContainer(
                container.id(), 0, false, ProcessEnd.unknown(means.timing().now(), UNSEEN).exit());
    }

    /** The service died: waits for it and goes on with what it still runs. */
    void lost(WindowsContainer container) {
        LOG.warn("The compute service ended; container {} is looked for", container.id());
        try {
            WindowsProcess before = container.first().orElse(null);
            Optional<OpenSystem> again = service.reopened(container);
            if (again.isPresent() && before == null) {
                endings.watch(container, again.get(), this::lost);
                return;
            }
            if (again.isPresent() && before != null) {
                if (goesOn(container, again.get(), before)) {
                    return;
                }
                endings.begin(container); // its first process is gone, its system isn't
                return;
            }
        } catch (IOException | HcsException e) {
            LOG.error("Container {} can't be found again", container.id(), e);
        }
        endings.conclude(container);
    }

    private boolean goesOn(WindowsContainer container, OpenSystem system, WindowsProcess before)
            throws IOException {
        // pipes that survived are read on; only dead ones are asked for again
        boolean dead = before.streams().allRead().isDone();
        if (dead) {
            before.close();
        } else {
            container.retired().add(before);
        }
        Optional<WindowsProcess> first = openFirst(container, system, dead);
        if (first.isEmpty()) {
            return false;
        }
        container.first(first.get());
        endings.watch(container, system, this::lost);
        endings.watch(container, first.get());
        LOG.info("Container {} runs on", container.id());
        return true;
    }
}
