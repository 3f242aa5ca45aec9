package dev.mullion.hcs.emulator.compute;

import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.EmulatedHost;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.emulator.Refusal;
import dev.mullion.hcs.emulator.program.Program;
import dev.mullion.hcs.emulator.program.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A compute system: its state, its processes and those who hold it. */
final class EmulatedSystem {

    private final EmulatedHost host;
    private final ComputeService service;
    private final SystemSpec spec;
    private final UUID runtimeId = UUID.randomUUID();
    private final List<OpenSystem> handles = new CopyOnWriteArrayList<>();
    private final Processes processes;
    private final Map<Client, CompletableFuture<?>> exitsBeingTold = new ConcurrentHashMap<>();
    private final CompletableFuture<ExitType> ended = new CompletableFuture<>();
    private SystemState state = SystemState.CREATING;
    private final List<SystemSpec.MappedDirectory> directories;
    private Instant started;
    private ContainerDisk disk;
    private @Nullable ContainerNetwork network;
    private long memory;

    EmulatedSystem(EmulatedHost host, ComputeService service, SystemSpec spec) {
        this.host = host;
        this.service = service;
        this.spec = spec;
        this.processes = new Processes(host, this);
        this.directories = new CopyOnWriteArrayList<>(spec.directories());
        this.memory = spec.memory();
        this.started = host.clock().now();
        this.disk = ContainerDisk.none(host);
    }

    SystemSpec spec() {
        return spec;
    }

    synchronized SystemState state() {
        return state;
    }

    /** The creation has ended; false if the system was terminated meanwhile. */
    synchronized boolean created() {
        if (state != SystemState.CREATING) {
            return false;
        }
        state = SystemState.CREATED;
        return true;
    }

    /** It couldn't be created. */
    synchronized void neverCame() {
        state = SystemState.ABSENT;
    }

    private void require(String doing, Set<SystemState> right) {
        if (right.contains(state)) {
            return;
        }
        String what = doing + " " + spec.id() + " isn't possible: it is " + state + ".";
        throw Refusal.of(
                switch (state) {
                    case ABSENT -> Codes.SYSTEM_NOT_FOUND;
                    case STOPPED -> Codes.SYSTEM_ALREADY_STOPPED;
                    default -> Codes.INVALID_STATE;
                },
                what);
    }

    CompletableFuture<Answer> start() {
        synchronized (this) {
            require("Starting", Set.of(SystemState.CREATED));
            state = SystemState.STARTING;
        }
        return later(() -> {
            if (host.faults().strikes(Fault.START_UNEXPECTED_EXIT)) {
                end(ExitType.UNEXPECTED);
                return Answer.refused(
                        Refusal.of(
                                Codes.UNEXPECTED_EXIT,
                                "The virtual machine or container exited unexpectedly."));
            }
            synchronized (this) {
                if (state != SystemState.STARTING) {
                    return Answer.refused(
                            Refusal.of(
                                    Codes.TERMINATED_DURING_START,
                                    "The system was terminated while it started."));
                }
                state = SystemState.RUNNING;
                started = host.clock().now();
            }
            return Answer.DONE;
        });
    }

    CompletableFuture<Answer> pause() {
        synchronized (this) {
            require("Pausing", Set.of(SystemState.RUNNING));
            if (!spec.hyperV() && !host.faults().strikes(Fault.PAUSE_IN_PROCESS_ISOLATION)) {
                throw Refusal.of(
                        Codes.NOT_SUPPORTED, "A system in process isolation can't be paused.");
            }
            state = SystemState.PAUSED;
        }
        processes.running().forEach(EmulatedProcess::pause);
        return later(() -> Answer.DONE);
    }

    CompletableFuture<Answer> resume() {
        synchronized (this) {
            require("Resuming", Set.of(SystemState.PAUSED));
            state = SystemState.RUNNING;
        }
        processes.running().forEach(EmulatedProcess::resume);
        return later(() -> Answer.DONE);
    }

    /** The answer only says that the request was taken: the system is down when that is told. */
    CompletableFuture<Answer> shutDown() {
        boolean onlyCreated;
        synchronized (this) {
            onlyCreated =
                    state == SystemState.CREATED
                            && host.faults().strikes(Fault.SHUTDOWN_OF_CREATED);
            if (!onlyCreated) {
                require("Shutting down", Set.of(SystemState.RUNNING, SystemState.STOPPING));
            }
            if (state == SystemState.STOPPING) {
                return later(() -> Answer.DONE);
            }
            state = SystemState.STOPPING;
        }
        host.run(this::goDown);
        return later(() -> Answer.DONE);
    }

    private void goDown() {
        Collection<EmulatedProcess> running = processes.running();
        var allEnded =
                CompletableFuture.allOf(
                        running.stream()
                                .map(EmulatedProcess::exited)
                                .toArray(CompletableFuture<?>[]::new));
        running.forEach(EmulatedProcess::containerEnds);
        Duration delay = host.faults().delay(Fault.SHUTDOWN_DELAY);
        Then.run(
                allEnded,
                () -> {
                    if (delay.isPositive()) {
                        host.clock().after(delay, () -> host.run(() -> end(ExitType.GRACEFUL)));
                    } else {
                        host.run(() -> end(ExitType.GRACEFUL));
                    }
                });
    }

    CompletableFuture<Answer> terminate() {
        boolean tearingDown;
        synchronized (this) {
            if (state == SystemState.ABSENT || state == SystemState.STOPPED) {
                require("Terminating", Set.of());
            }
            tearingDown = state == SystemState.STOPPING;
            state = SystemState.STOPPING;
        }
        if (tearingDown && host.faults().strikes(Fault.TERMINATE_DURING_TEARDOWN)) {
            disk().damage();
        }
        return later(() -> {
            end(ExitType.FORCED);
            return Answer.DONE;
        });
    }

    /** Ends everything in it, once. */
    void end(ExitType how) {
        for (EmulatedProcess process : processes.all()) {
            process.exit(Codes.PROCESS_ABORTED);
            process.stdio().release();
        }
        synchronized (this) {
            if (state == SystemState.STOPPED || state == SystemState.ABSENT) {
                return;
            }
            state = SystemState.STOPPED;
            ended.complete(how);
        }
        giveBack();
        service.ended(this);
        if (!host.faults().strikes(Fault.EXIT_EVENT_DROP)) {
            handles.forEach(this::tellOfEnd);
        }
    }

    private void giveBack() {
        disk().giveBack();
        network().ifPresent(ContainerNetwork::giveBack);
    }

    private void tellOfEnd(OpenSystem handle) {
        Duration late = host.faults().delay(Fault.EXIT_EVENT_LATE);
        CompletableFuture<?> processesTold =
                host.faults().strikes(Fault.SHUFFLE)
                        ? CompletableFuture.completedFuture(true)
                        : exitsBeingTold.getOrDefault(
                                handle.client(), CompletableFuture.completedFuture(true));
        Then.run(
                processesTold,
                () -> {
                    if (late.isPositive()) {
                        host.clock().after(late, () -> handle.listeners().tell(exitEvent()));
                    } else {
                        handle.listeners().tell(exitEvent());
                    }
                });
    }

    Event exitEvent() {
        ExitType how = ended.join();
        ObjectNode data = Json.object().put("Status", how.status());
        if (service.tellsExitType()) {
            data.put("ExitType", how.word());
            data.putArray("Attribution");
        }
        return new Event(Event.Type.SYSTEM_EXITED, how.status(), Json.write(data));
    }

    /** How it ended, once it has. */
    CompletableFuture<ExitType> ended() {
        return ended;
    }

    void exitBeingTold(Client client, CompletableFuture<Boolean> told) {
        exitsBeingTold.merge(
                client,
                told,
                (before, now) -> before.isDone() ? now : CompletableFuture.allOf(before, now));
    }

    private CompletableFuture<Answer> later(java.util.function.Supplier<Answer> work) {
        return CompletableFuture.supplyAsync(work, host::run);
    }

    /** Begins a process, which runs when this returns. */
    EmulatedProcess createProcess(ProcessRequest request) {
        Program program = Processes.program(service, request);
        Surroundings surroundings = service.surroundings(this);
        Processes.checkFolder(surroundings.files(), request.folder());
        EmulatedProcess process;
        synchronized (this) {
            require("Starting a process in", Set.of(SystemState.RUNNING));
            process = processes.add(request);
        }
        process.begin(program, surroundings);
        return process;
    }

    synchronized void requireRunning(String doing) {
        require(doing, Set.of(SystemState.RUNNING));
    }

    synchronized EmulatedProcess process(int id) {
        require(
                "Opening a process of",
                Set.of(SystemState.RUNNING, SystemState.PAUSED, SystemState.STOPPING));
        return processes
                .find(id)
                .orElseThrow(() ->
                        Refusal.of(Codes.ELEMENT_NOT_FOUND, "There is no process " + id + "."));
    }

    Processes processes() {
        return processes;
    }

    /** What it holds of the machine, from its creation to its end. */
    synchronized void took(ContainerDisk itsDisk, ContainerNetwork itsNetwork) {
        disk = itsDisk;
        network = itsNetwork;
    }

    synchronized Optional<ContainerNetwork> network() {
        return Optional.ofNullable(network);
    }

    synchronized ContainerDisk disk() {
        return disk;
    }

    synchronized Figures figures() {
        require("Asking for the figures of", Set.of(SystemState.RUNNING, SystemState.PAUSED));
        return new Figures(
                host.clock().now(), started, processes.running(), processes.spent(), memory << 20);
    }

    synchronized void requireChangeable() {
        require("Changing", Set.of(SystemState.CREATED, SystemState.RUNNING));
    }

    synchronized void limitMemory(long mebibytes) {
        memory = mebibytes;
    }

    void map(SystemSpec.MappedDirectory directory) {
        directories.add(directory);
    }

    void unmap(SystemSpec.MappedDirectory directory) {
        String path = directory.containerPath();
        if (!directories.removeIf(one -> one.containerPath().equalsIgnoreCase(path))) {
            throw Refusal.of(Codes.ELEMENT_NOT_FOUND, "Nothing is mapped to " + path + ".");
        }
    }

    /** What it sees of the host's files now. */
    List<SystemSpec.MappedDirectory> directories() {
        return directories;
    }

    void add(OpenSystem handle) {
        handles.add(handle);
    }

    List<OpenSystem> handles() {
        return handles;
    }

    /** A handle was closed. */
    void forget(OpenSystem handle) {
        boolean held = handles.remove(handle);
        if (held && handles.isEmpty() && spec.endsWithLastHandle()) {
            host.run(() -> end(ExitType.FORCED));
        }
    }

    /** The service died: nobody holds it any more. */
    void disconnect() {
        processes.all().forEach(EmulatedProcess::disconnect);
        handles.clear();
    }

    /** {@code Properties} without what was asked for in particular. */
    ObjectNode properties() {
        SystemState now = state();
        if (now == SystemState.ABSENT) {
            throw Refusal.of(Codes.SYSTEM_NOT_FOUND, spec.id() + " was never created.");
        }
        ObjectNode properties =
                Json.object()
                        .put("Id", spec.id())
                        .put("SystemType", spec.type())
                        .put("RuntimeOsType", "Windows")
                        .put("Name", spec.id())
                        .put("Owner", spec.owner())
                        .put("RuntimeId", runtimeId.toString())
                        .put("State", now.word());
        if (spec.utilityVm() != null) {
            properties
                    .put("RuntimeImagePath", spec.utilityVm())
                    .put("IsRuntimeTemplate", false)
                    .put("AreUpdatesPending", false);
        }
        ExitType how = ended.getNow(null);
        if (how != null) {
            properties.put("Stopped", true);
            if (service.tellsExitType()) {
                properties.put("ExitType", how.word());
            }
        }
        return properties;
    }
}
