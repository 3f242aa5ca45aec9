package dev.mullion.engine;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.Platform;
import dev.mullion.docker.client.TlsMaterial;
import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.container.ContainerRoutes;
import dev.mullion.engine.container.ContainerView;
import dev.mullion.engine.container.Containers;
import dev.mullion.engine.container.ProcessWatch;
import dev.mullion.engine.event.Events;
import dev.mullion.engine.exec.ExecRoutes;
import dev.mullion.engine.exec.Execs;
import dev.mullion.engine.files.FileRoutes;
import dev.mullion.engine.guard.PortalGate;
import dev.mullion.engine.hcs.HcsGround;
import dev.mullion.engine.hcs.emulated.EmulatedImages;
import dev.mullion.engine.http.ApiServer;
import dev.mullion.engine.http.Routes;
import dev.mullion.engine.http.ServerLimits;
import dev.mullion.engine.image.HostSystem;
import dev.mullion.engine.image.ImageRoutes;
import dev.mullion.engine.image.Images;
import dev.mullion.engine.linux.LinuxGround;
import dev.mullion.engine.log.LogLimits;
import dev.mullion.engine.metrics.Metrics;
import dev.mullion.engine.network.BridgeSettings;
import dev.mullion.engine.network.NetworkRoutes;
import dev.mullion.engine.network.Networks;
import dev.mullion.engine.registry.RegistryClient;
import dev.mullion.engine.registry.RegistryRoutes;
import dev.mullion.engine.registry.RegistrySettings;
import dev.mullion.engine.runtime.ContainerRuntime;
import dev.mullion.engine.runtime.Ground;
import dev.mullion.engine.runtime.LayerStore;
import dev.mullion.engine.runtime.RuntimeFacts;
import dev.mullion.engine.settings.Allowance;
import dev.mullion.engine.settings.EmulatedHostChoice;
import dev.mullion.engine.settings.EngineSettings;
import dev.mullion.engine.state.DurableFiles;
import dev.mullion.engine.stream.ContainerHappenings;
import dev.mullion.engine.stream.Streams;
import dev.mullion.engine.system.Counts;
import dev.mullion.engine.system.DiskUses;
import dev.mullion.engine.system.EngineFacts;
import dev.mullion.engine.system.SystemRoutes;
import dev.mullion.engine.volume.VolumeRoutes;
import dev.mullion.engine.volume.Volumes;
import dev.mullion.hcs.binding.CallObserver;
import dev.mullion.hcs.emulator.EmulatedWindows;
import dev.mullion.hcs.trace.CallRecorder;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One engine, put together: what it stands on is opened from the bottom up, what an engine before
 * it left is found again, and only then is anything answered.
 */
final class Engine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /** Bytes; some hundred thousand calls. */
    private static final long LARGEST_RECORDING = 1L << 30;

    private static final String STARTER = "mullion/starter:latest";

    private final EngineSettings settings;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Clock clock = Clock.systemUTC();
    private final Events events = new Events(clock);

    private Engine(EngineSettings settings) {
        this.settings = settings;
    }

    /**
     * Opens an engine; it answers when this returns.
     *
     * @throws IOException with what stands in the way on this machine
     */
    static Engine open(EngineSettings settings) throws IOException {
        Engine engine = new Engine(settings);
        try {
            engine.start();
            return engine;
        } catch (IOException | RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private void start() throws IOException {
        open.push(DataLock.take(settings.data()));
        Files.createDirectories(
                settings.run(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        ArchiveLimits limits =
                new ArchiveLimits(settings.maxLayerBytes(), settings.maxLayerFiles());
        Ground ground = opened(ground(limits));
        LayerStore layers = ground.layers();
        ContainerRuntime runtime = ground.runtime();
        RegistryClient registries = opened(registries());
        Images images =
                new Images(
                        settings.data(),
                        layers,
                        registries,
                        events,
                        clock,
                        limits,
                        new HostSystem(platform(ground), runtime.facts().osVersion()),
                        settings.maxDownloads());
        Volumes volumes =
                new Volumes(settings.data().resolve("volumes"), settings.allow(), events, clock);
        Networks networks = opened(networks(ground));
        ContainerHappenings happenings = new ContainerHappenings(events);
        Streams streams =
                opened(
                        new Streams(
                                runtime,
                                networks::usage,
                                happenings,
                                settings.data().resolve("tmp"),
                                new LogLimits(settings.logMaxSize(), settings.logMaxFiles()),
                                clock));
        Execs execs = new Execs(runtime, happenings, settings.allow(), clock);
        ExecutorService executor = opened(Executors.newVirtualThreadPerTaskExecutor());
        Containers containers =
                new Containers(
                        settings,
                        new Containers.Foundation(
                                runtime,
                                layers,
                                images,
                                networks,
                                volumes,
                                ground.machine(),
                                new Watch(streams, execs)),
                        events,
                        clock,
                        executor,
                        RandomGenerator.of("SecureRandom"));
        open.push(containers);
        containers.recover();
        if (settings.emulated() != null) {
            EmulatedImages.loadMissing(
                    name -> images.find(name).isPresent(),
                    archive -> images.load(archive, true, line -> LOG.debug("{}", line)));
        }
        if (settings.starter() != null) {
            importStarter(images, settings.starter());
        }

        EngineFacts facts =
                new EngineFacts(
                        id(),
                        version(runtime.facts()),
                        settings,
                        ground.machine(),
                        runtime.facts(),
                        layers.driver(),
                        ground.networkDefaults());
        ApiServer server =
                opened(new ApiServer(version(), runtime.facts().osType(), ServerLimits.DEFAULT));
        Routes routes = server.routes();
        VolumeRoutes volumeRoutes = new VolumeRoutes(volumes);
        new SystemRoutes(
                        facts,
                        () -> counts(containers, images),
                        containers::warnings,
                        new DiskUses(
                                images::layersBytes,
                                images::usage,
                                () -> containers.summaries(true),
                                volumeRoutes::usage),
                        events,
                        clock)
                .addTo(routes);
        new ContainerRoutes(containers).addTo(routes);
        streams.serve(containers, routes);
        new ExecRoutes(containers, execs).addTo(routes);
        new FileRoutes(containers, happenings).addTo(routes);
        new ImageRoutes(images).addTo(routes);
        new RegistryRoutes(registries).addTo(routes);
        new NetworkRoutes(networks).addTo(routes);
        volumeRoutes.addTo(routes);
        Metrics metrics = new Metrics(version(), () -> phases(containers), images::count);
        metrics.count(events);
        metrics.addTo(routes);
        if (settings.guarded() != null) {
            server.guard(gate(settings.guarded(), containers, runtime.facts()));
        }
        listen(server);
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private RegistryClient registries() throws IOException {
        try {
            return new RegistryClient(
                    RegistrySettings.of(
                            settings.insecureRegistries(),
                            settings.registryMirrors(),
                            settings.registryCerts(),
                            System.getenv()));
        } catch (IllegalArgumentException e) {
            throw new IOException("--registry-mirror: " + e.getMessage(), e);
        }
    }

    private Ground ground(ArchiveLimits limits) throws IOException {
        EmulatedHostChoice choice = settings.emulated();
        if (choice != null) {
            return HcsGround.emulated(
                    windowsPlace(limits), settings.data().resolve("emulator"), windows(choice));
        }
        if (HcsGround.isHere()) {
            return HcsGround.ofThisMachine(windowsPlace(limits));
        }
        if (File.separatorChar == '\\') {
            throw new IOException(
                    "this engine doesn't run on Windows yet; --emulated 10.0.20348.2700 pretends a"
                            + " host to try");
        }
        return LinuxGround.open(
                settings.data().resolve("layers"),
                settings.run(),
                settings.instance(),
                limits,
                clock,
                settings.runtime());
    }

    private HcsGround.Place windowsPlace(ArchiveLimits limits) throws IOException {
        Path recording = settings.recordCalls();
        return new HcsGround.Place(
                settings.data().resolve("layers"),
                settings.data().resolve("systems"),
                settings.instance(),
                limits,
                settings.stopLimit(),
                recording == null
                        ? CallObserver.NONE
                        : opened(CallRecorder.to(recording, LARGEST_RECORDING, clock)));
    }

    private static EmulatedWindows windows(EmulatedHostChoice choice) {
        EmulatedWindows server = EmulatedWindows.of(choice.version().toString());
        EmulatedWindows edition = choice.workstation() ? server.asWorkstation() : server;
        return choice.hypervisor() ? edition : edition.withoutHypervisor();
    }

    private static Platform platform(Ground ground) {
        return Platform.of(
                ground.runtime().facts().osType() + "/" + ground.machine().goArchitecture());
    }

    private Networks networks(Ground ground) throws IOException {
        return new Networks(
                settings.data().resolve("networks"),
                settings.run().resolve("n"),
                new BridgeSettings(
                        "mu-" + settings.instance(),
                        settings.subnet(),
                        settings.mtu(),
                        settings.allow().contains(Allowance.HOST_NETWORK),
                        ground.networkDefaults()),
                ground.networks(),
                events,
                clock);
    }

    private PortalGate gate(Path keys, Containers containers, RuntimeFacts facts)
            throws IOException {
        Isolation required = settings.requiredIsolation();
        return PortalGate.open(
                keys,
                id(),
                container -> containers.require(container).isolation(),
                required == null ? facts.defaultIsolation() : required,
                clock);
    }

    private static void importStarter(Images images, Path starter) throws IOException {
        if (images.count() > 0) {
            return;
        }
        try (InputStream archive = Files.newInputStream(starter)) {
            images.importArchive(
                    archive,
                    ImageReference.of(STARTER),
                    "Something to run before any registry is at hand",
                    List.of("CMD [\"sh\"]", "LABEL org.opencontainers.image.title=starter"),
                    null);
        }
    }

    private static Counts counts(Containers containers, Images images) {
        int running = 0;
        int paused = 0;
        List<ContainerView> all = containers.all();
        for (ContainerView container : all) {
            if (container.paused()) {
                paused++;
            } else if (container.running()) {
                running++;
            }
        }
        return new Counts(running, paused, all.size() - running - paused, images.count());
    }

    private static Map<String, Integer> phases(Containers containers) {
        return containers.all().stream()
                .collect(
                        Collectors.toMap(
                                container -> container.phase().name().toLowerCase(Locale.ROOT),
                                container -> 1,
                                Integer::sum));
    }

    private void listen(ApiServer server) throws IOException {
        server.listen(settings.socket(), settings.socketGroup());
        EngineSettings.TcpAddress tcp = settings.tcp();
        Path tls = settings.tls();
        if (tcp != null && tls != null) {
            server.listen(tcp.host(), tcp.port(), tls(tls));
        }
        server.start();
    }

    private static TlsMaterial tls(Path folder) throws IOException {
        try {
            return TlsMaterial.read(
                    folder.resolve("ca.pem"),
                    folder.resolve("cert.pem"),
                    folder.resolve("key.pem"));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "--tls: the certificates in " + folder + " can't be used: " + e.getMessage(),
                    e);
        }
    }

    /** The engine's own id, made once. */
    private String id() throws IOException {
        Path file = settings.data().resolve("id");
        if (!Files.exists(file)) {
            DurableFiles.write(file, UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
        }
        return Files.readString(file);
    }

    private static String version(RuntimeFacts runtime) {
        return version() + (runtime.emulated() ? "+EMULATED" : "");
    }

    private static String version() {
        String packaged = Engine.class.getPackage().getImplementationVersion();
        return packaged == null ? "0.1.0" : packaged;
    }

    /** Says in the log that it is there, and where. */
    void announce() {
        LOG.info(
                "The engine answers on {}{}, its data is in {}",
                settings.socket(),
                settings.tcp() == null
                        ? ""
                        : " and " + settings.tcp().host() + ":" + settings.tcp().port(),
                settings.data());
    }

    /** Stops answering and lets go of everything; containers run on. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            AutoCloseable part = open.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} could not be closed in order", part.getClass().getSimpleName(), e);
            }
        }
    }

    /** Tells all that flows in and out of containers of their processes. */
    private record Watch(Streams streams, Execs execs) implements ProcessWatch {

        @Override
        public void created(ContainerId id) throws IOException {
            streams.created(id);
        }

        @Override
        public void ended(ContainerId id) {
            streams.ended(id);
            execs.ended(id);
        }

        @Override
        public void removed(ContainerId id) {
            streams.removed(id);
            execs.removed(id);
        }

        @Override
        public List<String> execs(ContainerId id) {
            return execs.ids(id);
        }
    }
}
