package dev.mullion.engine.system;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.SystemInfo;
import dev.mullion.docker.api.SystemInfo.Commit;
import dev.mullion.docker.api.SystemInfo.Index;
import dev.mullion.docker.api.SystemInfo.Plugins;
import dev.mullion.docker.api.SystemInfo.RegistryConfig;
import dev.mullion.docker.api.SystemInfo.RuntimeChoice;
import dev.mullion.docker.api.SystemInfo.Swarm;
import dev.mullion.engine.runtime.Machine;
import dev.mullion.engine.runtime.Machine.Control;
import dev.mullion.engine.runtime.RuntimeFacts;
import dev.mullion.engine.settings.EngineSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** What a host is and has ({@code GET /info}). */
final class InfoAnswer {

    private static final String HUB = "docker.io";

    private final EngineFacts facts;
    private final Supplier<Counts> counts;
    private final IntSupplier listeners;
    private final Clock clock;

    InfoAnswer(EngineFacts facts, Supplier<Counts> counts, IntSupplier listeners, Clock clock) {
        this.facts = facts;
        this.counts = counts;
        this.listeners = listeners;
        this.clock = clock;
    }

    SystemInfo now() {
        Counts now = counts.get();
        Machine machine = facts.machine();
        RuntimeFacts runtime = facts.runtime();
        EngineSettings settings = facts.settings();
        boolean quota = machine.controls().contains(Control.CPU_QUOTA);
        return SystemInfo.builder()
                .id(facts.id())
                .name(machine.hostname())
                .serverVersion(facts.version())
                .containers(now.running() + now.paused() + now.stopped())
                .containersRunning(now.running())
                .containersPaused(now.paused())
                .containersStopped(now.stopped())
                .images(now.images())
                .driver("overlay2")
                .driverStatus(List.of(List.of("Backing", "overlayfs")))
                .plugins(
                        new Plugins(
                                List.of("local"),
                                List.of("bridge", "host", "null"),
                                List.of(),
                                List.of("json-file", "none")))
                .dockerRootDir(settings.data().toString())
                .loggingDriver("json-file")
                .cgroupDriver("cgroupfs")
                .cgroupVersion(runtime.cgroupVersion())
                .kernelVersion(machine.kernel())
                .operatingSystem(machine.operatingSystem())
                .osVersion(machine.osVersion())
                .osType(runtime.osType())
                .architecture(machine.kernelArchitecture())
                .cpus(machine.processors())
                .memTotal(machine.memory())
                .memoryLimit(machine.controls().contains(Control.MEMORY))
                .swapLimit(machine.controls().contains(Control.SWAP))
                .cpuCfsPeriod(quota)
                .cpuCfsQuota(quota)
                .cpuShares(machine.controls().contains(Control.CPU_SHARES))
                .cpuSet(machine.controls().contains(Control.CPU_SET))
                .pidsLimit(machine.controls().contains(Control.PIDS))
                .oomKillDisable(machine.controls().contains(Control.OOM_KILL))
                .ipv4Forwarding(machine.forwards())
                .openFiles(openFiles())
                .threads(ManagementFactory.getThreadMXBean().getThreadCount())
                .eventListeners(listeners.getAsInt())
                .systemTime(clock.instant().toString())
                .isolation(Isolation.DEFAULT)
                .defaultRuntime(runtime.name())
                .runtimes(
                        Map.of(
                                runtime.name(),
                                new RuntimeChoice(
                                        settings.runtime() == null
                                                ? runtime.name()
                                                : settings.runtime().toString(),
                                        List.of())))
                .securityOptions(runtime.securityOptions())
                .indexServerAddress("https://index.docker.io/v1/")
                .registryConfig(registries(settings))
                .runcCommit(new Commit(runtime.version(), runtime.version()))
                .containerdCommit(new Commit("", ""))
                .initCommit(new Commit("", ""))
                .swarm(Swarm.NONE)
                .labels(List.of())
                // containers run on while the engine is down, always
                .liveRestoreEnabled(true)
                .warnings(runtime.warnings())
                .build();
    }

    /** Counts the files that this process has open; 0 where that can't be told. */
    private static int openFiles() {
        Path files = Path.of("/proc/self/fd");
        if (!Files.isDirectory(files)) {
            return 0;
        }
        try (var all = Files.list(files)) {
            return (int) all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RegistryConfig registries(EngineSettings settings) {
        Map<String, Index> known = new LinkedHashMap<>();
        known.put(HUB, new Index(HUB, settings.registryMirrors(), true, true));
        for (String insecure : settings.insecureRegistries()) {
            known.put(insecure, new Index(insecure, List.of(), false, false));
        }
        return new RegistryConfig(List.of(), known, settings.registryMirrors());
    }
}
