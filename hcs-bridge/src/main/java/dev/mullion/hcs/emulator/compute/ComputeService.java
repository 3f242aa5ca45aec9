package dev.mullion.hcs.emulator.compute;

import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.EmulatedHost;
import dev.mullion.hcs.emulator.EmulatedWindows;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.emulator.Functions;
import dev.mullion.hcs.emulator.HandleKind;
import dev.mullion.hcs.emulator.Part;
import dev.mullion.hcs.emulator.Refusal;
import dev.mullion.hcs.emulator.program.Network;
import dev.mullion.hcs.emulator.program.Programs;
import dev.mullion.hcs.emulator.program.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The service that runs containers: all systems of one machine. */
public final class ComputeService implements Part {

    /** The first schema that tells how a system ended is of build 18362. */
    private static final int TELLS_EXIT_TYPE = 18362;

    private final EmulatedHost host;
    private final Programs programs = new Programs();
    private final Map<String, EmulatedSystem> systems = new ConcurrentHashMap<>();
    private final Set<OpenSystem> openSystems = ConcurrentHashMap.newKeySet();
    private final Set<OpenProcess> openProcesses = ConcurrentHashMap.newKeySet();
    private final AtomicLong lastOperation = new AtomicLong();
    private final CredentialGuards guards;
    private volatile boolean down;

    /**
     * Starts the service.
     *
     * @param host its machine
     */
    public ComputeService(EmulatedHost host) {
        this.host = host;
        this.guards = new CredentialGuards(host.ledger());
    }

    @Override
    public void addTo(Functions functions) {
        var requests = new Requests(this);
        new CoreCalls(this, requests).addTo(functions);
        new VmCalls(this, requests).addTo(functions);
    }

    EmulatedHost host() {
        return host;
    }

    Programs programs() {
        return programs;
    }

    long nextOperation() {
        return lastOperation.incrementAndGet();
    }

    /** Takes a new system in, if its id is free. */
    EmulatedSystem add(SystemSpec spec) {
        requireUp();
        var system = new EmulatedSystem(host, this, spec);
        if (systems.putIfAbsent(spec.id(), system) != null) {
            throw Refusal.of(
                    Codes.SYSTEM_ALREADY_EXISTS, "There is a system " + spec.id() + " already.");
        }
        return system;
    }

    /** A system that never came to be, for the handle that was given out before. */
    EmulatedSystem absent(String id) {
        var system = new EmulatedSystem(host, this, SystemSpec.second(id, Json.object()));
        system.neverCame();
        return system;
    }

    /** Finishes or refuses what was taken in. */
    Answer create(EmulatedSystem system) {
        try {
            check(system);
            if (system.created()) {
                return Answer.DONE;
            }
            system.end(ExitType.FORCED);
            throw Refusal.of(
                    Codes.TERMINATED_DURING_START,
                    "The system was terminated while it was created.");
        } catch (Refusal refusal) {
            return neverCame(system, Answer.refused(refusal));
        } catch (RuntimeException e) {
            return neverCame(system, Answer.failed(host.ledger(), e));
        }
    }

    private Answer neverCame(EmulatedSystem system, Answer answer) {
        systems.remove(system.spec().id(), system);
        system.neverCame();
        return answer;
    }

    private void check(EmulatedSystem system) {
        SystemSpec spec = system.spec();
        if (host.faults().strikes(Fault.CREATE_NOT_ELEVATED)) {
            throw Refusal.of(Codes.HCS_ACCESS_DENIED, "The caller isn't an administrator.");
        }
        if (spec.hyperV()
                && (!host.windows().hypervisor()
                        || host.faults().strikes(Fault.CREATE_HYPERV_MISSING))) {
            throw Refusal.of(
                    Codes.HYPERV_NOT_INSTALLED,
                    "The virtual machine could not be started because a required feature is not"
                            + " installed.");
        }
        ContainerDisk disk = ContainerDisk.of(host, spec);
        boolean runs =
                disk.build()
                        .map(image ->
                                Compatibility.runs(host.windows().build(), image, spec.hyperV()))
                        .orElse(true);
        if (!runs || host.faults().strikes(Fault.CREATE_IMAGE_MISMATCH)) {
            throw Refusal.of(
                    Codes.IMAGE_MISMATCH,
                    "The container operating system does not match the host operating system.");
        }
        if (spec.guardCookie() != null) {
            guards.check(spec.guardCookie());
        }
        ContainerNetwork network = ContainerNetwork.take(host.networks(), spec);
        try {
            disk.take();
        } catch (Refusal refusal) {
            network.giveBack();
            throw refusal;
        }
        system.took(disk, network);
    }

    /** Everything is refused while the service is down. */
    void requireUp() {
        if (down) {
            throw Refusal.of(Codes.SERVICE_DISCONNECT, "The compute service isn't running.");
        }
    }

    EmulatedSystem find(String id) {
        requireUp();
        EmulatedSystem system = systems.get(id);
        if (system == null || system.state() == SystemState.CREATING) {
            throw Refusal.of(Codes.SYSTEM_NOT_FOUND, "There is no system " + id + ".");
        }
        return system;
    }

    List<EmulatedSystem> all() {
        requireUp();
        return systems.values().stream()
                .filter(system -> system.state() != SystemState.CREATING)
                .toList();
    }

    void ended(EmulatedSystem system) {
        systems.remove(system.spec().id(), system);
    }

    long open(Client client, EmulatedSystem system) {
        return openNew(client, system).handle();
    }

    OpenSystem openNew(Client client, EmulatedSystem system) {
        var open = new OpenSystem(client, system);
        system.add(open);
        openSystems.add(open);
        open.handle(
                client.handles()
                        .open(
                                HandleKind.SYSTEM,
                                open,
                                () -> {
                                    openSystems.remove(open);
                                    open.closed();
                                }));
        return open;
    }

    long open(Client client, EmulatedProcess process) {
        var open = new OpenProcess(client, process);
        process.add(open);
        openProcesses.add(open);
        return client.handles()
                .open(
                        HandleKind.PROCESS,
                        open,
                        () -> {
                            openProcesses.remove(open);
                            open.closed();
                        });
    }

    CredentialGuards guards() {
        return guards;
    }

    /** The newest minor number of schema 2 that this build knows. */
    int schemaMaximum() {
        return host.faults().schemaMaximumOr(SchemaVersions.ofBuild(host.windows().build()));
    }

    boolean tellsExitType() {
        return host.windows().build() >= TELLS_EXIT_TYPE
                && !host.faults().strikes(Fault.EXIT_TYPE_MISSING);
    }

    Surroundings surroundings(EmulatedSystem system) {
        EmulatedWindows own =
                system.spec().hyperV()
                        ? system.disk().version().orElse(host.windows())
                        : host.windows();
        return new Surroundings(
                own,
                host.clock(),
                system.spec().hostName(),
                system.disk().files(system.directories()),
                system.network().<Network>map(network -> network).orElse(Network.NONE));
    }

    @Override
    public void serviceStopped() {
        down = true;
        guards.forget();
        openProcesses.forEach(OpenProcess::disconnect);
        openSystems.forEach(OpenSystem::disconnect);
        boolean lost = host.faults().strikes(Fault.SERVICE_LOSES_SYSTEMS);
        for (EmulatedSystem system : List.copyOf(systems.values())) {
            system.disconnect();
            if (lost || system.spec().endsWithLastHandle()) {
                system.end(ExitType.UNEXPECTED);
            }
        }
    }

    @Override
    public void serviceStarted() {
        down = false;
    }

    @Override
    public void rebooted() {
        serviceStarted();
        for (EmulatedSystem system : List.copyOf(systems.values())) {
            system.end(ExitType.UNEXPECTED);
        }
    }
}
