package dev.mullion.engine.hcs;

import dev.mullion.docker.Compatibility;
import dev.mullion.docker.OsVersion;
import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.hcs.layer.Pause;
import dev.mullion.engine.hcs.layer.WindowsLayers;
import dev.mullion.engine.hcs.network.HcsNetworks;
import dev.mullion.engine.hcs.network.HostNetwork;
import dev.mullion.engine.runtime.Ground;
import dev.mullion.engine.runtime.Machine;
import dev.mullion.engine.runtime.NetworkDefaults;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.binding.CallObserver;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.WindowsDlls;
import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.EmulatedHost;
import dev.mullion.hcs.emulator.EmulatedWindows;
import dev.mullion.hcs.emulator.EmulatorClock;
import dev.mullion.hcs.host.HostVersion;
import dev.mullion.hcs.network.ComputeNetwork;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/** The ground of an engine on Windows, or on one that is pretended. */
public final class HcsGround {

    private static final NetworkDefaults NETWORKS = new NetworkDefaults("nat", false, false, false);

    private HcsGround() {}

    /**
     * Where an engine keeps what, and who it is.
     *
     * @param layers where layers and scratches are kept
     * @param runtime where it notes what it has started; survives a restart of the machine
     * @param instance tells this engine's things from those of others on the machine
     * @param limits of layers
     * @param stopLimit how long a container may take to end before it is ended by force
     * @param observer sees the native calls
     */
    public record Place(
            Path layers,
            Path runtime,
            String instance,
            ArchiveLimits limits,
            Duration stopLimit,
            CallObserver observer) {}

    /**
     * Says whether this machine has a Windows of its own.
     *
     * @return false elsewhere, where one can be pretended
     */
    public static boolean isHere() {
        return File.separatorChar == '\\';
    }

    /**
     * Opens the Windows of this machine. Nobody has seen that yet: UNVERIFIED as a whole.
     *
     * @throws IOException if it is too old, lacks a feature, or a folder can't be used
     */
    public static Ground ofThisMachine(Place place) throws IOException {
        String root = Objects.requireNonNullElse(System.getenv("SystemRoot"), "C:\\Windows");
        Path system = Path.of(root, "System32");
        NativeCalls calls = new NativeCalls(new WindowsDlls(system), place.observer());
        return open(
                place,
                calls,
                host(calls, system),
                Objects.requireNonNullElse(System.getenv("COMPUTERNAME"), "localhost"),
                HostNetwork.ofThisMachine(),
                () -> {});
    }

    private static WindowsHost host(NativeCalls calls, Path system) throws IOException {
        HostVersion version;
        try {
            version = HostVersion.read(calls);
        } catch (HcsException e) {
            throw new IOException("Which Windows this is can't be told: " + e.getMessage(), e);
        }
        if (version.build() < Compatibility.OLDEST_HOST) {
            throw new IOException(
                    "This is Windows build "
                            + version.build()
                            + ": containers need Windows Server 2019, Windows 10 1809 (build "
                            + Compatibility.OLDEST_HOST
                            + ") or a newer one");
        }
        return new WindowsHost(
                new OsVersion(
                        version.major(), version.minor(), version.build(), version.revision()),
                version.server(),
                // what runs virtual machines comes with the feature
                Files.exists(system.resolve("vmwp.exe")),
                Runtime.getRuntime().availableProcessors(),
                memory(),
                false);
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }

    /**
     * Opens a pretended Windows on this machine.
     *
     * @param disk a folder that is its own disk
     * @param windows what it pretends
     * @throws IOException if a folder can't be used
     */
    public static Ground emulated(Place place, Path disk, EmulatedWindows windows)
            throws IOException {
        EmulatedHost machine = EmulatedHost.open(windows, disk, EmulatorClock.real());
        try {
            Client process = machine.connect();
            WindowsHost host =
                    new WindowsHost(
                            OsVersion.of(windows.version()),
                            windows.server(),
                            windows.hypervisor(),
                            windows.processors(),
                            windows.memory(),
                            true);
            return open(
                    place,
                    new NativeCalls(process, place.observer()),
                    host,
                    "WIN-EMULATED",
                    HostNetwork.emulated(),
                    () -> {
                        process.close();
                        machine.close();
                    });
        } catch (IOException | RuntimeException e) {
            machine.close();
            throw e;
        }
    }

    private static Ground open(
            Place place,
            NativeCalls calls,
            WindowsHost host,
            String name,
            HostNetwork network,
            Ground.Below below)
            throws IOException {
        WindowsLayers layers =
                new WindowsLayers(place.layers(), calls, place.limits(), Pause.sleeping());
        HcsNetworks networks =
                new HcsNetworks(
                        new ComputeNetwork(calls), place.instance(), network, Pause.sleeping());
        HcsRuntime runtime =
                HcsRuntime.open(
                        new HcsRuntime.Setting(
                                place.runtime(),
                                calls,
                                host,
                                new HostProvisions(layers, networks),
                                "mullion-" + place.instance(),
                                HcsLimits.USUAL.withShutdown(place.stopLimit()),
                                Timing.real()));
        return new Ground(
                runtime,
                layers,
                networks,
                NETWORKS,
                machine(host, name),
                () -> {
                    networks.close();
                    below.close();
                });
    }

    /** In the words of Docker on Windows. */
    private static Machine machine(WindowsHost host, String name) {
        OsVersion version = host.version();
        String system =
                new Compatibility.Host(version, host.server(), host.hypervisor()).name()
                        + (host.server() ? " Datacenter" : " Enterprise");
        return new Machine(
                name,
                "%d.%d %d (%d.%d.amd64fre%s)"
                        .formatted(
                                version.major(),
                                version.minor(),
                                version.build(),
                                version.build(),
                                version.revision(),
                                host.emulated() ? ".EMULATED" : ""),
                "Microsoft " + system + (host.emulated() ? " (EMULATED)" : ""),
                version.toString(),
                "amd64",
                "x86_64",
                host.processors(),
                host.memory(),
                false,
                Set.of(Machine.Control.MEMORY, Machine.Control.CPU_SHARES));
    }
}
