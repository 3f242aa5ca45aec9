package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.OsVersion;
import dev.mullion.engine.runtime.ContainerRuntime;
import dev.mullion.engine.runtime.ContainerSpec;
import dev.mullion.engine.runtime.CreatedProcess;
import dev.mullion.engine.runtime.ExecProcess;
import dev.mullion.engine.runtime.FoundContainer;
import dev.mullion.engine.runtime.ProcessExit;
import dev.mullion.engine.runtime.ProcessSpec;
import dev.mullion.engine.runtime.ProcessStreams;
import dev.mullion.engine.runtime.ProgramNotStartedException;
import dev.mullion.engine.runtime.ResourceLimits;
import dev.mullion.engine.runtime.ResourceUsage;
import dev.mullion.engine.runtime.RuntimeFacts;
import dev.mullion.engine.runtime.RuntimeListener;
import dev.mullion.engine.runtime.TerminalSize;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A machine whose processes do what their command says: {@code exit N} ends at once with N, {@code
 * stubborn} ends by SIGKILL only, {@code missing} isn't there, anything else runs until a signal.
 * It outlives engines.
 */
final class ScriptedRuntime implements ContainerRuntime {

    private static final class Running {
        final long pid;
        final List<String> command;
        boolean started;
        boolean paused;
        @Nullable ProcessExit exit;

        Running(long pid, List<String> command) {
            this.pid = pid;
            this.command = command;
        }
    }

    private final Map<ContainerId, Running> processes = new LinkedHashMap<>();
    private final List<ResourceLimits> updates = new ArrayList<>();
    private @Nullable RuntimeListener listener;
    private final Map<ContainerId, ContainerSpec> specs = new LinkedHashMap<>();
    private final RuntimeFacts facts;
    private @Nullable IOException refusal;
    private long nextPid = 1000;

    /** A Linux without any isolation but that of processes. */
    ScriptedRuntime() {
        this(
                new RuntimeFacts(
                        "scripted",
                        "1",
                        "linux",
                        Set.of(Isolation.PROCESS),
                        Isolation.PROCESS,
                        null,
                        false,
                        "2",
                        List.of(),
                        List.of()));
    }

    ScriptedRuntime(RuntimeFacts facts) {
        this.facts = facts;
    }

    /** A server with Windows. */
    static ScriptedRuntime windows(String version, Isolation... isolations) {
        return new ScriptedRuntime(
                new RuntimeFacts(
                        "scripted",
                        version,
                        "windows",
                        Set.of(isolations),
                        Isolation.PROCESS,
                        OsVersion.of(version),
                        true,
                        "",
                        List.of(),
                        List.of()));
    }

    @Override
    public RuntimeFacts facts() {
        return facts;
    }

    /** The next containers can't be made, for this reason. */
    synchronized void refuse(@Nullable IOException reason) {
        refusal = reason;
    }

    /** What a container was last made with. */
    synchronized ContainerSpec spec(ContainerId id) {
        return Objects.requireNonNull(specs.get(id), () -> id + " was never made");
    }

    @Override
    public synchronized void listen(RuntimeListener told) {
        listener = told;
    }

    /** No engine listens any more, as after kill -9. */
    synchronized void engineDied() {
        listener = null;
    }

    /** Everything is gone, as after a restart of the machine. */
    synchronized void machineRestarted() {
        processes.clear();
    }

    @Override
    public synchronized List<FoundContainer> recover(Set<ContainerId> known) {
        processes.entrySet().removeIf(each -> !each.getValue().started);
        processes.keySet().retainAll(known);
        return processes.entrySet().stream()
                .map(each ->
                        new FoundContainer(
                                each.getKey(),
                                each.getValue().exit == null ? each.getValue().pid : 0,
                                each.getValue().paused,
                                each.getValue().exit))
                .toList();
    }

    @Override
    public synchronized CreatedProcess create(ContainerId id, ContainerSpec spec)
            throws IOException {
        if (processes.containsKey(id)) {
            throw new IOException(id + " is there already");
        }
        if (refusal != null) {
            throw refusal;
        }
        specs.put(id, spec);
        Running process = new Running(nextPid++, spec.process().arguments());
        processes.put(id, process);
        return new CreatedProcess(process.pid);
    }

    @Override
    public void start(ContainerId id) throws IOException {
        String command;
        synchronized (this) {
            Running process = require(id);
            command = String.join(" ", process.command);
            if (command.equals("missing")) {
                throw new ProgramNotStartedException(
                        127, "exec: \"missing\": executable file not found in $PATH");
            }
            process.started = true;
        }
        if (command.startsWith("exit ")) {
            end(id, Integer.parseInt(command.substring("exit ".length())), false);
        }
    }

    /** A process ends by itself. */
    void end(ContainerId id, int code, boolean outOfMemory) {
        RuntimeListener told;
        ProcessExit exit = new ProcessExit(code, Instant.now(), outOfMemory, null);
        synchronized (this) {
            Running process = processes.get(id);
            if (process == null || process.exit != null) {
                return;
            }
            process.exit = exit;
            told = listener;
        }
        if (told != null) {
            if (outOfMemory) {
                told.outOfMemory(id);
            }
            told.ended(id, exit);
        }
    }

    @Override
    public void signal(ContainerId id, int signal) throws IOException {
        boolean dies;
        synchronized (this) {
            Running process = require(id);
            dies = signal == 9 || !process.command.contains("stubborn");
        }
        if (dies && signal != 1) {
            end(id, 128 + signal, false);
        }
    }

    @Override
    public synchronized void pause(ContainerId id) throws IOException {
        require(id).paused = true;
    }

    @Override
    public synchronized void resume(ContainerId id) throws IOException {
        require(id).paused = false;
    }

    @Override
    public synchronized void update(ContainerId id, ResourceLimits limits) throws IOException {
        require(id);
        updates.add(limits);
    }

    synchronized List<ResourceLimits> updates() {
        return List.copyOf(updates);
    }

    @Override
    public ResourceUsage usage(ContainerId id) throws IOException {
        throw new IOException("Nothing is counted here");
    }

    @Override
    public synchronized List<Long> processes(ContainerId id) throws IOException {
        return List.of(require(id).pid);
    }

    @Override
    public ProcessStreams attach(ContainerId id) throws IOException {
        throw new IOException("Nothing is written here");
    }

    @Override
    public void resize(ContainerId id, TerminalSize size) throws IOException {
        throw new IOException("There are no terminals here");
    }

    @Override
    public ExecProcess exec(ContainerId id, ProcessSpec process) throws IOException {
        throw new IOException("Nothing more runs here");
    }

    @Override
    public void reopenLog(ContainerId id) throws IOException {
        throw new IOException("There are no logs here");
    }

    @Override
    public synchronized void delete(ContainerId id) {
        processes.remove(id);
    }

    /** What is on the machine. */
    synchronized Set<ContainerId> present() {
        return Set.copyOf(processes.keySet());
    }

    private Running require(ContainerId id) throws IOException {
        Running process = processes.get(id);
        if (process == null) {
            throw new IOException("There is no process of " + id);
        }
        return process;
    }

    @Override
    public synchronized void close() {
        listener = null;
    }
}
