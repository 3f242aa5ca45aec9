package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Platform;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.EngineEvent;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.event.Events;
import dev.mullion.engine.image.HostSystem;
import dev.mullion.engine.image.Images;
import dev.mullion.engine.network.BridgeSettings;
import dev.mullion.engine.network.Networks;
import dev.mullion.engine.registry.RegistryClient;
import dev.mullion.engine.registry.RegistrySettings;
import dev.mullion.engine.runtime.ContainerRuntime;
import dev.mullion.engine.runtime.LayerStore;
import dev.mullion.engine.runtime.Machine;
import dev.mullion.engine.runtime.NetworkDefaults;
import dev.mullion.engine.runtime.NetworkDriver;
import dev.mullion.engine.settings.EngineSettings;
import dev.mullion.engine.state.FolderTree;
import dev.mullion.engine.volume.Volumes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Containers over a given machine, in a folder of their own. */
final class ContainerHost implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(15);
    static final String IMAGE = "busybox:1";

    private static final Machine MACHINE =
            new Machine("host", "", "", "", "amd64", "x86_64", 4, 8L << 30, true, Set.of());

    private final Path folder;
    private final ContainerRuntime runtime;
    private final LayerStore layers;
    private final NetworkDriver devices;
    private String allowed = "host-files";
    private boolean requiresHyperv;
    private final Clock clock = Clock.systemUTC();
    private final Random random = new Random();
    private final RegistryClient registries =
            new RegistryClient(
                    RegistrySettings.of(List.of(), List.of(), Path.of("/nonexistent"), Map.of()));
    private ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private Instant opened = Instant.EPOCH;
    private Events events = new Events(clock);
    Images images;
    Networks networks;
    Volumes volumes;
    Containers containers;

    ContainerHost(Path folder, ContainerRuntime runtime, LayerStore layers, NetworkDriver devices)
            throws Exception {
        this.folder = folder;
        this.runtime = runtime;
        this.layers = layers;
        this.devices = devices;
        open();
    }

    /** Another engine on the same folder and machine, where other things are allowed. */
    void openAgain(String nowAllowed) throws Exception {
        allowed = nowAllowed;
        openAgain();
    }

    /** Another engine on the same folder and machine, which lets nothing run without a VM. */
    void openAgainRequiringHyperv() throws Exception {
        requiresHyperv = true;
        openAgain();
    }

    /** Another engine on the same folder and machine. */
    void openAgain() throws Exception {
        executor.shutdownNow();
        executor = Executors.newVirtualThreadPerTaskExecutor();
        open();
    }

    private void open() throws Exception {
        opened = clock.instant();
        events = new Events(clock);
        List<String> flags =
                new ArrayList<>(
                        List.of(
                                "--data=" + folder.resolve("data"),
                                "--socket=" + folder.resolve("socket"),
                                "--allow=" + allowed));
        if (requiresHyperv) {
            flags.add("--require-isolation=hyperv");
        }
        EngineSettings settings = EngineSettings.of(flags);
        boolean windows = runtime.facts().osType().equals("windows");
        images =
                new Images(
                        folder.resolve("data"),
                        layers,
                        registries,
                        events,
                        clock,
                        new ArchiveLimits(1L << 30, 100_000),
                        new HostSystem(
                                Platform.of(runtime.facts().osType() + "/amd64"),
                                runtime.facts().osVersion()),
                        1);
        volumes = new Volumes(folder.resolve("data/volumes"), settings.allow(), events, clock);
        String device = "mt" + Integer.toHexString(folder.hashCode());
        networks =
                new Networks(
                        folder.resolve("data/networks"),
                        folder.resolve("run/n"),
                        new BridgeSettings(
                                device,
                                null,
                                1500,
                                false,
                                windows
                                        ? new NetworkDefaults("nat", false, false, false)
                                        : new NetworkDefaults("bridge", true, true, true)),
                        devices,
                        events,
                        clock);
        containers =
                new Containers(
                        settings,
                        new Containers.Foundation(
                                runtime,
                                layers,
                                images,
                                networks,
                                volumes,
                                MACHINE,
                                new NobodyWatches()),
                        events,
                        clock,
                        executor,
                        random);
        containers.recover();
    }

    void imageOf(InputStream tar) throws IOException {
        images.importArchive(tar, ImageReference.of(IMAGE), "", List.of("ENV FROM=image"), null);
    }

    static CreateContainer request(String... command) {
        return request(HostConfig.builder().networkMode("none").build(), command);
    }

    static CreateContainer request(HostConfig host, String... command) {
        return CreateContainer.of(
                ContainerConfig.builder(IMAGE).cmd(List.of(command)).build(), host);
    }

    ContainerId create(String name, CreateContainer request) {
        return containers.create(name, null, request, new ArrayList<>()).id();
    }

    ContainerView view(ContainerId id) {
        return containers.require(id.hex());
    }

    /** What was told of containers, for example {@code die 3} and {@code kill 15}. */
    List<String> told() throws InterruptedException {
        List<String> told = new ArrayList<>();
        try (Events.Subscription all = events.subscribe(opened)) {
            for (EngineEvent event = all.poll(Duration.ZERO);
                    event != null;
                    event = all.poll(Duration.ZERO)) {
                if (event.type().equals("container")) {
                    told.add(words(event));
                }
            }
        }
        return told;
    }

    private static String words(EngineEvent event) {
        return switch (event.action()) {
            case "die" -> "die " + event.actor().attributes().get("exitCode");
            case "kill" -> "kill " + event.actor().attributes().get("signal");
            default -> event.action();
        };
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Still not so after " + SOON + ": " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    void awaitPhase(ContainerId id, Phase phase) {
        await(id.shortened() + " is " + phase, () -> view(id).phase() == phase);
    }

    void awaitGone(ContainerId id) {
        await(id.shortened() + " is gone", () -> containers.find(id).isEmpty());
    }

    @Override
    public void close() throws IOException {
        for (ContainerView each : containers.all()) {
            containers.remove(each.id().hex(), true, true);
        }
        executor.shutdownNow();
        networks.removeAll();
        runtime.close();
        registries.close();
        FolderTree.remove(folder);
    }

    private static final class NobodyWatches implements ProcessWatch {

        @Override
        public void created(ContainerId id) {}

        @Override
        public void ended(ContainerId id) {}

        @Override
        public void removed(ContainerId id) {}

        @Override
        public List<String> execs(ContainerId id) {
            return List.of();
        }
    }
}
