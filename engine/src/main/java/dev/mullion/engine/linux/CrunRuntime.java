package dev.mullion.engine.linux;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.engine.linux.cgroup.ControlGroups;
import dev.mullion.engine.linux.oci.CompiledFilters;
import dev.mullion.engine.linux.oci.EngineRights;
import dev.mullion.engine.linux.oci.OciDocument;
import dev.mullion.engine.linux.oci.SystemCalls;
import dev.mullion.engine.linux.process.ProcessMark;
import dev.mullion.engine.linux.process.Readiness;
import dev.mullion.engine.runtime.ContainerRuntime;
import dev.mullion.engine.runtime.ContainerSpec;
import dev.mullion.engine.runtime.CreatedProcess;
import dev.mullion.engine.runtime.ExecProcess;
import dev.mullion.engine.runtime.FoundContainer;
import dev.mullion.engine.runtime.ProcessExit;
import dev.mullion.engine.runtime.ProcessSpec;
import dev.mullion.engine.runtime.ProcessStreams;
import dev.mullion.engine.runtime.ResourceLimits;
import dev.mullion.engine.runtime.ResourceUsage;
import dev.mullion.engine.runtime.RuntimeFacts;
import dev.mullion.engine.runtime.RuntimeListener;
import dev.mullion.engine.runtime.TerminalSize;
import dev.mullion.engine.state.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Containers of this host's Linux: crun makes them, a conmon beside each keeps its log and its exit
 * code, so that they run on while the engine is down.
 */
public final class CrunRuntime implements ContainerRuntime {

    private static final int KILL = 9;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path run;
    private final Path exits;
    private final String instance;
    private final Clock clock;
    private final Readiness readiness;
    private final ControlGroups groups;
    private final CrunCommands crun;
    private final OciDocument documents;
    private final CompiledFilters filters;
    private final RuntimeFacts facts;
    private final Map<ContainerId, Watched> watched = new ConcurrentHashMap<>();
    private final ExitWatch watch;
    private @Nullable RuntimeListener listener;

    private CrunRuntime(Path run, String instance, Clock clock, Readiness readiness)
            throws IOException {
        this.run = run;
        this.exits = run.resolve("exits");
        this.instance = instance;
        this.clock = clock;
        this.readiness = readiness;
        RuntimePrograms programs = RuntimePrograms.find();
        this.groups = ControlGroups.ofThisMachine();
        this.crun = new CrunCommands(readiness, programs, groups, run);
        this.filters = new CompiledFilters(programs.isCrun());
        this.documents =
                new OciDocument(
                        EngineRights.ofThisProcess(),
                        SystemCalls.ofThisMachine(),
                        groups.layout() == ControlGroups.Layout.V2,
                        programs.init());
        for (Path folder :
                List.of(run, run.resolve("c"), exits, run.resolve("x"), run.resolve("crun"))) {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        this.facts =
                new RuntimeFacts(
                        programs.isCrun() ? "crun" : "runc",
                        crun.version(),
                        "linux",
                        Set.of(Isolation.PROCESS),
                        groups.version(),
                        List.of("name=seccomp,profile=builtin"),
                        List.of());
        this.watch = ExitWatch.start(exits, this::exitFileSeen);
    }

    /**
     * Opens the runtime of this machine.
     *
     * @param run a folder in memory that is gone after a restart of the machine; made if missing
     * @param instance tells this engine's control groups from those of others on the machine
     * @param clock the time of ends that nobody noted
     * @throws IOException with what is missing on the machine and how to get it
     */
    public static CrunRuntime open(Path run, String instance, Clock clock) throws IOException {
        Readiness readiness = Readiness.open();
        try {
            return new CrunRuntime(run, instance, clock, readiness);
        } catch (IOException | RuntimeException e) {
            readiness.close();
            throw e;
        }
    }

    @Override
    public RuntimeFacts facts() {
        return facts;
    }

    @Override
    public void listen(RuntimeListener told) {
        listener = told;
    }

    private String group(String name) {
        return "/mullion/" + instance + "/" + name;
    }

    @Override
    public List<FoundContainer> recover(Set<ContainerId> known) throws IOException {
        List<FoundContainer> found = new ArrayList<>();
        return found;
    }

    @Override
    public CreatedProcess create(ContainerId id, ContainerSpec spec) throws IOException {
        Bundle bundle = Bundle.of(run, id);
        remove(id);
        Files.createDirectories(bundle.folder());
        try {
            OciDocument.Written document = documents.write(spec, group(id.hex()), filters);
            Files.write(bundle.document(), document.bytes());
            long pid = crun.create(id, bundle, exits, spec);
            if (document.rules() != null) {
                filters.keep(document.rules(), crun.state(id).resolve("seccomp.bpf"));
            }
            Bundle.Processes processes =
                    new Bundle.Processes(
                            ProcessMark.of(pid),
                            ProcessMark.of(
                                    Long.parseLong(Files.readString(bundle.monitorPid()).strip())));
            bundle.note(processes);
            watched.put(id, new Watched(id, bundle, processes, false));
            return new CreatedProcess(pid);
        } catch (IOException | RuntimeException e) {
            remove(id);
            throw e;
        }
    }

    @Override
    public void start(ContainerId id) throws IOException {
        Watched container = require(id);
        container.started = true;
        crun.start(id);
    }

    @Override
    public void signal(ContainerId id, int signal) throws IOException {
        if (!require(id).processes.first().signal(signal)) {
            throw new IOException("The process of container " + id + " has ended");
        }
    }

    @Override
    public void pause(ContainerId id) throws IOException {
        crun.run("pause", id.hex());
    }

    @Override
    public void resume(ContainerId id) throws IOException {
        crun.run("resume", id.hex());
    }

    @Override
    public void update(ContainerId id, ResourceLimits limits) throws IOException {
        throw new UnsupportedOperationException("Not yet");
    }

    @Override
    public ResourceUsage usage(ContainerId id) throws IOException {
        throw new UnsupportedOperationException("Not yet");
    }

    @Override
    public List<Long> processes(ContainerId id) throws IOException {
        long first = require(id).processes.first().pid();
        List<Long> all = new ArrayList<>(List.of(first));
        groups.processes(group(id.hex())).stream().filter(pid -> pid != first).forEach(all::add);
        return all;
    }

    @Override
    public ProcessStreams attach(ContainerId id) throws IOException {
        return AttachStreams.connect(readiness, require(id).bundle.attach());
    }

    @Override
    public void resize(ContainerId id, TerminalSize size) throws IOException {
        require(id).bundle.tell("1 " + size.rows() + " " + size.columns() + "\n");
    }

    @Override
    public void reopenLog(ContainerId id) throws IOException {
        require(id).bundle.tell("2 0 0\n");
    }

    @Override
    public ExecProcess exec(ContainerId id, ProcessSpec process) throws IOException {
        Watched container = require(id);
        Path root = Path.of("/proc/" + container.processes.first().pid() + "/root");
        ExecFolder folder = ExecFolder.make(run);
        try {
            byte[] document = Files.readAllBytes(container.bundle.document());
            Files.write(folder.document(), documents.writeProcess(process, document, root));
            return CrunExec.start(readiness, crun, id, folder, process);
        } catch (IOException | RuntimeException e) {
            folder.remove();
            throw e;
        }
    }

    private Watched require(ContainerId id) throws IOException {
        Watched container = watched.get(id);
        if (container == null) {
            throw new IOException("There is no process of container " + id);
        }
        return container;
    }

    private void exitFileSeen(String name) {
        Optional<Watched> container =
                watched.values().stream().filter(each -> each.id.hex().equals(name)).findFirst();
        container.ifPresent(
                each -> Thread.ofVirtual().name("exit-" + name).start(() -> ended(each)));
    }

    private void ended(Watched container) {
        if (!container.ends()) {
            return;
        }
        ProcessExit exit;
        try {
            exit = readExit(container);
        } catch (IOException e) {
            exit = new ProcessExit(137, clock.instant(), false, e.getMessage());
        }
        container.over.complete(exit);
        if (container.started && listener != null) {
            listener.ended(container.id, exit);
        }
    }

    private ProcessExit readExit(Watched container) throws IOException {
        Path file = exits.resolve(container.id.hex());
        int code = Integer.parseInt(Files.readString(file).strip());
        Instant at = Files.getLastModifiedTime(file).toInstant();
        return new ProcessExit(code, at, Files.exists(container.bundle.outOfMemory()), null);
    }

    @Override
    public void delete(ContainerId id) throws IOException {
        Watched container = watched.get(id);
        if (container != null) {
            container.processes.first().signal(KILL);
            container.processes.monitor().awaitEnd(readiness, PATIENCE);
            if (container.started && Files.exists(exits.resolve(id.hex()))) {
                ended(container);
            }
            watched.remove(id);
        }
        remove(id);
    }

    /** Removes all traces; fine if there are none. */
    private void remove(ContainerId id) throws IOException {
        groups.remove(group(id.hex()));
        DurableFiles.removeTree(crun.state(id));
        DurableFiles.removeTree(Bundle.of(run, id).folder());
        Files.deleteIfExists(exits.resolve(id.hex()));
    }

    @Override
    public void close() {
        watch.close();
        readiness.close();
    }
}
