package dev.mullion.hcs.emulator;

import dev.mullion.hcs.binding.WindowsFunction;
import dev.mullion.hcs.emulator.compute.ComputeService;
import dev.mullion.hcs.emulator.file.FileCalls;
import dev.mullion.hcs.emulator.file.Volumes;
import dev.mullion.hcs.emulator.layer.EmulatedLayers;
import dev.mullion.hcs.emulator.layer.LayerCalls;
import dev.mullion.hcs.emulator.layer.StorageCalls;
import dev.mullion.hcs.emulator.network.EmulatedNetworks;
import dev.mullion.hcs.emulator.network.HnsCalls;
import dev.mullion.hcs.emulator.network.NetworkCalls;
import dev.mullion.hcs.emulator.pipe.PipeCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A machine with Windows that isn't there: its services, drivers and disk, shared by all the
 * processes that are connected. It never runs anything of the machine it is on, and says EMULATED
 * wherever it says what it is.
 *
 * <p>The end of this process is its power cut: what is in its folder survives.
 */
public final class EmulatedHost implements AutoCloseable {

    private static final long FIRST_HANDLE = 0x7FFF_0000_0000L;

    private final EmulatedWindows windows;
    private final Path folder;
    private final EmulatorClock clock;
    private final Faults faults = new Faults();
    private final Ledger ledger = new Ledger();
    private final Volumes volumes = new Volumes();
    private final EmulatedLayers layers;
    private final EmulatedNetworks networks;
    private final AtomicLong lastHandle = new AtomicLong(FIRST_HANDLE);
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("emulated-service-", 0).factory());
    private final List<Part> parts;

    private EmulatedHost(EmulatedWindows windows, Path folder, EmulatorClock clock) {
        this.windows = windows;
        this.folder = folder;
        this.clock = clock;
        this.layers = new EmulatedLayers(volumes, faults);
        this.networks = new EmulatedNetworks(this);
        this.parts =
                List.of(
                        new ComputeService(this),
                        new PipeCalls(faults),
                        new FileCalls(volumes, faults, ledger),
                        new LayerCalls(layers),
                        new StorageCalls(layers),
                        new NetworkCalls(networks),
                        new HnsCalls(networks));
    }

    /**
     * Switches a machine on.
     *
     * @param windows what it pretends to be
     * @param folder its own disk: made if it isn't there, and found again at the next start
     * @param clock its time
     * @return the machine; whoever asked closes it
     */
    public static EmulatedHost open(EmulatedWindows windows, Path folder, EmulatorClock clock) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("There is no disk for the emulated Windows", e);
        }
        return new EmulatedHost(windows, folder, clock);
    }

    /**
     * Connects a process.
     *
     * @return where it finds the functions of Windows
     */
    public Client connect() {
        var client = new Client(this, new Handles(lastHandle, ledger));
        Functions functions = client.functions();
        functions.alsoWhenDead(
                WindowsFunction.CO_TASK_MEM_FREE,
                arguments -> {
                    client.strings().free(arguments.wide(0));
                    return 0;
                });
        functions.with(
                WindowsFunction.CLOSE_HANDLE,
                arguments -> {
                    client.handles().closeKernelHandle(arguments.wide(0));
                    return 1;
                });
        parts.forEach(part -> part.addTo(functions));
        clients.add(client);
        return client;
    }

    void forget(Client client) {
        clients.remove(client);
    }

    /**
     * Returns what it pretends to be.
     *
     * @return the Windows
     */
    public EmulatedWindows windows() {
        return windows;
    }

    /**
     * Returns its disk.
     *
     * @return a folder of this machine
     */
    public Path folder() {
        return folder;
    }

    /**
     * Returns its time.
     *
     * @return the clock
     */
    public EmulatorClock clock() {
        return clock;
    }

    /**
     * Returns what can be made to go wrong.
     *
     * @return the switches
     */
    public Faults faults() {
        return faults;
    }

    /**
     * Returns what it gave out.
     *
     * @return the counts
     */
    public Ledger ledger() {
        return ledger;
    }

    /**
     * Returns the layer driver.
     *
     * @return which scratches are mounted, for those who look into a container
     */
    public EmulatedLayers layers() {
        return layers;
    }

    /**
     * Returns the network service.
     *
     * @return which namespaces and endpoints there are, for the systems that run in them
     */
    public EmulatedNetworks networks() {
        return networks;
    }

    /**
     * Runs something on a thread of the machine's services.
     *
     * @param task which throws nothing; after {@link #close} it isn't run
     */
    public void run(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            if (!threads.isShutdown()) {
                throw e;
            }
        }
    }

    /** Lets the compute service die: every handle to it is dead, and nothing can be asked of it. */
    public void stopService() {
        parts.forEach(Part::serviceStopped);
    }

    /** Brings the compute service back, letting it die first if it is there. */
    public void restartService() {
        stopService();
        parts.forEach(Part::serviceStarted);
    }

    /** Restarts the machine: all processes are killed, and what isn't on its disk is gone. */
    public void reboot() {
        List.copyOf(clients).forEach(Client::kill);
        parts.forEach(Part::rebooted);
    }

    /** Switches the machine off. */
    @Override
    public void close() {
        reboot();
        threads.shutdown();
    }
}
