package dev.mullion.engine.linux;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.linux.cgroup.ControlGroups;
import dev.mullion.engine.linux.process.ProcessMark;
import dev.mullion.engine.runtime.ProcessExit;
import dev.mullion.engine.runtime.RuntimeListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from files that appear how containers end and that they lack memory. A look at all
 * monitors each second finds those that were killed themselves.
 */
final class ContainerWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerWatch.class);

    private static final int KILLED = 137;
    private static final int KILL = 9;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final ContainerTraces traces;
    private final ControlGroups groups;
    private final Clock clock;
    private final FolderWatch folders;
    private final Map<ContainerId, Watched> containers = new ConcurrentHashMap<>();
    private final Thread looks;
    private volatile @Nullable RuntimeListener listener;

    private ContainerWatch(
            ContainerTraces traces, ControlGroups groups, Clock clock, FolderWatch folders) {
        this.traces = traces;
        this.groups = groups;
        this.clock = clock;
        this.folders = folders;
        this.looks = Thread.ofVirtual().name("monitors").unstarted(this::lookAtMonitors);
    }

    static ContainerWatch start(
            Path exits, ContainerTraces traces, ControlGroups groups, Clock clock)
            throws IOException {
        FolderWatch folders = FolderWatch.start(exits);
        ContainerWatch watch = new ContainerWatch(traces, groups, clock, folders);
        folders.add(exits, watch::exitSeen);
        watch.looks.start();
        return watch;
    }

    void listen(RuntimeListener told) {
        listener = told;
    }

    void add(Watched container) throws IOException {
        containers.put(container.id, container);
        folders.add(
                container.bundle.folder(),
                name -> {
                    if (container.bundle.outOfMemory().endsWith(name)) {
                        Thread.startVirtualThread(() -> tellOutOfMemory(container));
                    }
                });
        if (Files.exists(traces.exit(container.id))) {
            Thread.startVirtualThread(() -> check(container));
        }
    }

    void remove(ContainerId id) {
        containers.remove(id);
    }

    @Nullable Watched find(ContainerId id) {
        return containers.get(id);
    }

    Watched require(ContainerId id) throws IOException {
        Watched container = containers.get(id);
        if (container == null) {
            throw new IOException("Container " + id + " has no process");
        }
        return container;
    }

    /**
     * Marks the first processes of containers.
     *
     * @throws IOException if one of them runs no more, or never was one
     */
    List<ProcessMark> marks(Set<Long> processes) throws IOException {
        List<ProcessMark> marks =
                containers.values().stream()
                        .map(container -> container.processes.first())
                        .filter(first -> processes.contains(first.pid()))
                        .toList();
        requireAlive(marks);
        if (marks.size() < processes.size()) {
            throw ended();
        }
        return marks;
    }

    static void requireAlive(List<ProcessMark> marks) throws IOException {
        for (ProcessMark mark : marks) {
            if (!mark.isAlive()) {
                throw ended();
            }
        }
    }

    private static IOException ended() {
        return new IOException("The container whose namespaces were to be joined has ended");
    }

    private void exitSeen(String name) {
        if (name.length() == 64) {
            Watched container = containers.get(ContainerId.of(name));
            if (container != null) {
                Thread.startVirtualThread(() -> check(container));
            }
        }
    }

    private void lookAtMonitors() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_LOOKS);
                for (Watched container : containers.values()) {
                    if (!container.processes.monitor().isAlive()) {
                        Thread.startVirtualThread(() -> check(container));
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /** Tells the end of a container, if it has ended or its monitor has. */
    void check(Watched container) {
        boolean noted = Files.exists(traces.exit(container.id));
        if (!noted && container.processes.monitor().isAlive()) {
            return;
        }
        if (!container.ends()) {
            return;
        }
        ProcessExit exit;
        try {
            exit = Files.exists(traces.exit(container.id)) ? exitOf(container) : kill(container);
        } catch (IOException | NumberFormatException e) {
            LOG.warn("How container {} ended couldn't be read", container.id, e);
            exit = new ProcessExit(KILLED, clock.instant(), false, String.valueOf(e.getMessage()));
        }
        RuntimeListener told = listener;
        if (container.started && told != null) {
            if (exit.outOfMemory()) {
                tellOutOfMemory(container);
            }
            told.ended(container.id, exit);
        }
    }

    /** Without its monitor a container's output goes nowhere and its end would stay unknown. */
    private ProcessExit kill(Watched container) throws IOException {
        LOG.warn(
                "The monitor of container {} was lost (process {}); the container is killed",
                container.id,
                container.processes.monitor().pid());
        container.processes.first().signal(KILL);
        groups.remove(traces.group(container.id));
        return lost();
    }

    /** The end of a container whose monitor is gone. */
    ProcessExit lost() {
        return new ProcessExit(
                KILLED,
                clock.instant(),
                false,
                "the container's monitor (conmon) was killed, and the container with it");
    }

    /** Reads how a container ended. */
    ProcessExit exitOf(Watched container) throws IOException {
        Path file = traces.exit(container.id);
        int code = Integer.parseInt(Files.readString(file).strip());
        Instant at = Files.getLastModifiedTime(file).toInstant();
        boolean outOfMemory =
                Files.exists(container.bundle.outOfMemory())
                        || groups.outOfMemoryKills(traces.group(container.id)) > 0;
        return new ProcessExit(code, at, outOfMemory, null);
    }

    private void tellOutOfMemory(Watched container) {
        RuntimeListener told = listener;
        if (told != null && container.started && container.runsOutOfMemory()) {
            told.outOfMemory(container.id);
        }
    }

    @Override
    public void close() {
        looks.interrupt();
        folders.close();
    }
}
