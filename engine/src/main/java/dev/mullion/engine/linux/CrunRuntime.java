package dev.mullion.engine.linux;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.engine.linux.cgroup.ControlGroups;
import dev.mullion.engine.linux.cgroup.GroupUsage;
import dev.mullion.engine.linux.oci.CompiledFilters;
import dev.mullion.engine.linux.oci.EngineRights;
import dev.mullion.engine.linux.oci.OciDocument;
import dev.mullion.engine.linux.oci.Resources;
import dev.mullion.engine.linux.oci.SystemCalls;
import dev.mullion.engine.linux.process.ProcessMark;
import dev.mullion.engine.linux.process.Readiness;
import dev.mullion.engine.runtime.ContainerRuntime;
import dev.mullion.engine.runtime.ContainerSpec;
import dev.mullion.engine.runtime.CreatedProcess;
import dev.mullion.engine.runtime.ExecProcess;
import dev.mullion.engine.runtime.FoundContainer;
import dev.mullion.engine.runtime.ProcessSpec;
import dev.mullion.engine.runtime.ProcessStreams;
import dev.mullion.engine.runtime.ResourceLimits;
import dev.mullion.engine.runtime.ResourceUsage;
import dev.mullion.engine.runtime.RuntimeFacts;
import dev.mullion.engine.runtime.RuntimeListener;
import dev.mullion.engine.runtime.TerminalSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Containers of this host's Linux: crun makes them, a conmon beside each keeps its log and its exit
 * code, so that they run on while the engine is down.
 */
public final class CrunRuntime implements ContainerRuntime {

    private static final Logger LOG = LoggerFactory.getLogger(CrunRuntime.class);

    private static final int KILL = 9;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path run;
    private final Clock clock;
    private final Readiness readiness;
    private final ControlGroups groups;
    private final ContainerTraces traces;
    private final CrunCommands crun;
    private final OciDocument documents;
    private final CompiledFilters filters;
    private final RuntimeFacts facts;
    private final ContainerWatch watch;

    private CrunRuntime(
            Path run, String instance, Clock clock, @Nullable Path chosen, Readiness readiness)
            throws IOException {
        this.run = run;
        this.clock = clock;
        this.readiness = readiness;
        RuntimePrograms programs = RuntimePrograms.find(chosen);
        this.groups = ControlGroups.ofThisMachine();
        this.traces = new ContainerTraces(run, instance, groups);
        this.crun = new CrunCommands(readiness, programs, groups, run);
        this.filters = new CompiledFilters(programs.isCrun());
        this.documents =
                new OciDocument(
                        EngineRights.ofThisProcess(),
                        SystemCalls.ofThisMachine(),
                        groups.layout() == ControlGroups.Layout.V2,
                        programs.init());
        for (String folder : List.of("", "c", "exits", "x", "crun")) {
            Files.createDirectories(
                    run.resolve(folder),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        this.facts =
                new RuntimeFacts(
                        programs.isCrun() ? "crun" : "runc",
                        crun.version(),
                        "linux",
                        Set.of(Isolation.PROCESS),
                        Isolation.PROCESS,
                        null,
                        false,
                        groups.version(),
                        List.of("name=seccomp,profile=builtin"),
                        warnings(programs));
        this.watch = ContainerWatch.start(run.resolve("exits"), traces, groups, clock);
    }

    /**
     * Opens the runtime of this machine.
     *
     * @param run a folder in memory that is gone after a restart of the machine; made if missing
     * @param instance tells this engine's control groups from those of others on the machine
     * @param clock the time of ends that nobody noted
     * @param chosen the OCI runtime's program; null to look for one
     * @throws IOException with what is missing on the machine and how to get it
     */
    public static CrunRuntime open(Path run, String instance, Clock clock, @Nullable Path chosen)
            throws IOException {
        Readiness readiness = Readiness.open();
        try {
            return new CrunRuntime(run, instance, clock, chosen, readiness);
        } catch (IOException | RuntimeException e) {
            readiness.close();
            throw e;
        }
    }

    private List<String> warnings(RuntimePrograms programs) {
        List<String> warnings = new ArrayList<>();
        if (!groups.limitsSwap()) {
            warnings.add("WARNING: No swap limit support");
        }
        if (programs.init() == null) {
            warnings.add("WARNING: No init (tini, catatonit or docker-init) for --init");
        }
        return warnings;
    }

    @Override
    public RuntimeFacts facts() {
        return facts;
    }

    @Override
    public void listen(RuntimeListener told) {
        watch.listen(told);
    }

    @Override
    public List<FoundContainer> recover(Set<ContainerId> known) throws IOException {
        traces.removeExecs();
        List<FoundContainer> found = new ArrayList<>();
        for (ContainerId id : traces.all()) {
            Bundle bundle = Bundle.of(run, id);
            Bundle.Processes noted = bundle.noted().orElse(null);
            if (noted == null || !known.contains(id) || traces.waitsForStart(id)) {
                removeLeftOver(id);
            } else {
                found.add(found(new Watched(id, bundle, noted, true)));
            }
        }
        return found;
    }

    /** A process that can't be killed just now is no reason to leave all others alone. */
    private void removeLeftOver(ContainerId id) {
        try {
            traces.removeHalfMade(id);
        } catch (IOException e) {
            LOG.error("What is left of container {} could not be removed", id, e);
        }
    }

    private FoundContainer found(Watched container) throws IOException {
        ContainerId id = container.id;
        ProcessMark first = container.processes.first();
        ProcessMark monitor = container.processes.monitor();
        if (!first.isAlive() && !Files.exists(traces.exit(id))) {
            monitor.awaitEnd(readiness, PATIENCE); // it is just writing how it ended
        }
        if (Files.exists(traces.exit(id))) {
            return new FoundContainer(id, 0, false, watch.exitOf(container));
        }
        if (first.isAlive() && monitor.isAlive()) {
            watch.add(container);
            return new FoundContainer(id, first.pid(), groups.isFrozen(traces.group(id)), null);
        }
        groups.remove(traces.group(id));
        return new FoundContainer(id, 0, false, watch.lost());
    }

    @Override
    public CreatedProcess create(ContainerId id, ContainerSpec spec) throws IOException {
        Bundle bundle = Bundle.of(run, id);
        traces.remove(id);
        Files.createDirectories(bundle.folder());
        try {
            List<ProcessMark> joined = watch.marks(spec.namespaces().joined());
            OciDocument.Written document = documents.write(spec, traces.group(id), filters);
            Files.write(bundle.document(), document.bytes());
            long pid = crun.create(id, bundle, run.resolve("exits"), spec);
            // else a process of the host may have got the number, and its namespaces were joined
            ContainerWatch.requireAlive(joined);
            if (document.rules() != null) {
                filters.keep(document.rules(), traces.state(id).resolve("seccomp.bpf"));
            }
            String monitor = Files.readString(bundle.monitorPid()).strip();
            Bundle.Processes processes =
                    new Bundle.Processes(
                            ProcessMark.of(pid), ProcessMark.of(Long.parseLong(monitor)));
            bundle.note(processes);
            watch.add(new Watched(id, bundle, processes, false));
            return new CreatedProcess(pid);
        } catch (IOException | RuntimeException e) {
            watch.remove(id);
            traces.removeHalfMade(id);
            throw e;
        }
    }

    @Override
    public void start(ContainerId id) throws IOException {
        Watched container = watch.require(id);
        container.started = true;
        try {
            crun.start(id);
        } catch (IOException e) {
            container.started = !traces.waitsForStart(id);
            throw e;
        }
    }

    @Override
    public void signal(ContainerId id, int signal) throws IOException {
        if (!watch.require(id).processes.first().signal(signal)) {
            throw new IOException("The process of container " + id + " has ended");
        }
    }

    @Override
    public void pause(ContainerId id) throws IOException {
        watch.require(id);
        groups.freeze(traces.group(id));
    }

    @Override
    public void resume(ContainerId id) throws IOException {
        watch.require(id);
        groups.thaw(traces.group(id));
    }

    @Override
    public void update(ContainerId id, ResourceLimits limits) throws IOException {
        Path resources = watch.require(id).bundle.limits();
        Files.write(resources, Resources.update(limits));
        crun.run("update", "--resources=" + resources, id.hex());
        if (limits.pids() <= 0) {
            groups.unlimitProcesses(traces.group(id));
        }
    }

    @Override
    public ResourceUsage usage(ContainerId id) throws IOException {
        watch.require(id);
        return new GroupUsage(groups).read(traces.group(id), clock.instant());
    }

    @Override
    public List<Long> processes(ContainerId id) throws IOException {
        long first = watch.require(id).processes.first().pid();
        List<Long> all = new ArrayList<>(List.of(first));
        groups.processes(traces.group(id)).stream().filter(pid -> pid != first).forEach(all::add);
        return all;
    }

    @Override
    public ProcessStreams attach(ContainerId id) throws IOException {
        return AttachStreams.connect(readiness, watch.require(id).bundle.attach());
    }

    @Override
    public void resize(ContainerId id, TerminalSize size) throws IOException {
        watch.require(id).bundle.resize(size);
    }

    @Override
    public void reopenLog(ContainerId id) throws IOException {
        watch.require(id).bundle.reopenLog();
    }

    @Override
    public ExecProcess exec(ContainerId id, ProcessSpec process) throws IOException {
        Watched container = watch.require(id);
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

    @Override
    public void delete(ContainerId id) throws IOException {
        Watched container = watch.find(id);
        if (container != null) {
            end(container);
        }
        traces.remove(id);
    }

    /** Kills it and waits until its monitor has said how it ended. */
    private void end(Watched container) throws IOException {
        ProcessMark monitor = container.processes.monitor();
        if (container.processes.first().signal(KILL)) {
            groups.thaw(traces.group(container.id));
        }
        if (!monitor.awaitEnd(readiness, PATIENCE)) {
            monitor.signal(KILL);
            monitor.awaitEnd(readiness, PATIENCE);
        }
        watch.check(container);
        watch.remove(container.id);
    }

    @Override
    public void close() {
        watch.close();
        traces.removeEmpty();
        readiness.close();
    }
}
