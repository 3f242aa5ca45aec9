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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What a host is and has ({@code GET /info}). */
final class InfoAnswer {

    /** The isolations that can be had, with commas between them. */
    private static final String ISOLATIONS = "dev.mullion.isolations";

    private static final String HUB = "docker.io";

    private final EngineFacts facts;
    private final Supplier<Counts> counts;
    private final Supplier<List<String>> warnings;
    private final IntSupplier listeners;
    private final Clock clock;

    InfoAnswer(
            EngineFacts facts,
            Supplier<Counts> counts,
            Supplier<List<String>> warnings,
            IntSupplier listeners,
            Clock clock) {
        this.warnings = warnings;
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
        boolean linux = runtime.osType().equals("linux");
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
                .driver(facts.layers())
                .driverStatus(
                        linux
                                ? List.of(List.of("Backing", "overlayfs"))
                                : List.of(List.of("Windows", "")))
                .plugins(
                        new Plugins(
                                List.of("local"),
                                networkDrivers(),
                                List.of(),
                                List.of("json-file", "none")))
                .dockerRootDir(settings.data().toString())
                .loggingDriver("json-file")
                .cgroupDriver(linux ? "cgroupfs" : "")
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
                .isolation(linux ? Isolation.DEFAULT : facts.usualIsolation())
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
                .labels(labels())
                // containers run on while the engine is down, always
                .liveRestoreEnabled(true)
                .warnings(allWarnings())
                .build();
    }

    private List<String> networkDrivers() {
        return facts.networks().hostNetwork()
                ? List.of(facts.networks().name(), "host", "null")
                : List.of(facts.networks().name(), "null");
    }

    /** What portals need to know that Docker's own members have no word for. */
    private List<String> labels() {
        String isolations =
                facts.isolations().stream()
                        .map(Isolation::toString)
                        .collect(Collectors.joining(","));
        List<String> labels = new ArrayList<>(List.of(ISOLATIONS + "=" + isolations));
        if (facts.runtime().emulated()) {
            labels.add("dev.mullion.host=EMULATED");
        }
        if (facts.settings().guarded() != null) {
            labels.add("dev.mullion.guarded=true");
        }
        return labels;
    }

    private List<String> allWarnings() {
        List<String> all = new ArrayList<>();
        if (facts.runtime().emulated()) {
            all.add(
                    "WARNING: this host is EMULATED: its Windows is only pretended, and nothing in"
                            + " its containers really runs");
        }
        all.addAll(facts.runtime().warnings());
        warnings.get().forEach(warning -> all.add("WARNING: " + warning));
        return all;
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
