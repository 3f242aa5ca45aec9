package dev.mullion.engine.hcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.OsVersion;
import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.hcs.emulated.EmulatedImages;
import dev.mullion.engine.hcs.layer.Pause;
import dev.mullion.engine.hcs.layer.WindowsLayers;
import dev.mullion.engine.hcs.network.HcsNetworks;
import dev.mullion.engine.hcs.network.HostNetwork;
import dev.mullion.engine.runtime.EndpointSpec;
import dev.mullion.engine.runtime.NetworkSpec;
import dev.mullion.engine.state.FolderTree;
import dev.mullion.engine.testing.Await;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.EmulatedHost;
import dev.mullion.hcs.emulator.EmulatedWindows;
import dev.mullion.hcs.emulator.EmulatorClock;
import dev.mullion.hcs.network.ComputeNetwork;
import dev.mullion.hcs.network.Network;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Layers, networks and runtime together, as an engine puts them together. */
final class WholeMachine implements AutoCloseable {

    static final NetworkSpec NAT =
            new NetworkSpec("a".repeat(64), "nat", "nat", "172.28.0.0/16", "172.28.0.1", 1500);
    static final EndpointSpec ENDPOINT =
            new EndpointSpec(
                    NAT, "172.28.0.2", 16, "02:42:ac:1c:00:02", List.of(), List.of(), List.of());

    final Path folder;
    final EmulatedHost machine;
    private final HcsLimits limits;
    private Client client;
    WindowsLayers layers;
    HcsNetworks networks;
    HcsRuntime runtime;
    List<Digest> chain = List.of();
    private byte[] base = new byte[0];
    private int engines;

    /** Opens one, with a base layer and a network. */
    WholeMachine(HcsLimits limits) throws Exception {
        this.limits = limits;
        folder = Files.createTempDirectory(Path.of("/tmp"), "mullion-hcs-");
        machine =
                EmulatedHost.open(
                        EmulatedWindows.of("10.0.20348.2700"),
                        folder.resolve("machine"),
                        EmulatorClock.real());
        start(Files.createDirectories(folder.resolve("records-0")));
        layers.recover(Set.of(), Set.of());
        networks.recover(List.of(NAT), Map.of());
        unpackBase();
    }

    private void start(Path records) throws IOException {
        client = machine.connect();
        NativeCalls calls = new NativeCalls(client);
        layers =
                new WindowsLayers(
                        folder.resolve("layers"),
                        calls,
                        new ArchiveLimits(64 << 20, 10_000),
                        Pause.sleeping());
        networks =
                new HcsNetworks(
                        new ComputeNetwork(calls),
                        "0a1b2c3d",
                        HostNetwork.emulated(),
                        Pause.sleeping());
        runtime =
                HcsRuntime.open(
                        new HcsRuntime.Setting(
                                records,
                                calls,
                                new WindowsHost(
                                        OsVersion.of("10.0.20348.2700"),
                                        true,
                                        true,
                                        4,
                                        16L << 30,
                                        true),
                                new HostProvisions(layers, networks),
                                "mullion-0a1b2c3d",
                                limits,
                                Timing.real()));
    }

    private void unpackBase() throws Exception {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(EmulatedImages.archive("emulated/nanoserver:ltsc2022"))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                byte[] content = tar.readAllBytes();
                base = content.length > base.length ? content : base;
            }
        }
        byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(base);
        chain = List.of(Digest.of("sha256:" + HexFormat.of().formatHex(digest)));
        unpack();
    }

    /** Unpacks the base layer, if it isn't there. */
    void unpack() throws IOException {
        try (InputStream content = new ByteArrayInputStream(base)) {
            layers.unpack(chain, content);
        }
    }

    @Override
    public void close() throws IOException {
        machine.faults().clear();
        runtime.close();
        networks.close();
        try {
            Await.until(
                    () -> "an empty ledger: " + machine.ledger().outstanding(),
                    () -> machine.ledger().outstanding().isEmpty());
            assertThat(machine.ledger().mistakes()).isEmpty();
        } finally {
            client.close();
            machine.close();
            FolderTree.remove(folder);
        }
    }

    WindowsSpec spec(String commandLine, ContainerId id, Isolation isolation) throws IOException {
        WindowsSpec spec =
                new WindowsSpec(commandLine, folder.resolve("log-" + id.shortened())).in(isolation);
        spec.scratch = layers.mount(id).writable();
        return spec;
    }

    void run(WindowsSpec spec, ContainerId id) throws IOException {
        networks.prepare(id, ENDPOINT);
        runtime.create(id, spec.build());
        runtime.start(id);
    }

    List<String> endpoints() {
        try (Client observer = machine.connect()) {
            Network service = new ComputeNetwork(new NativeCalls(observer));
            return Stream.of(Network.Thing.ENDPOINT, Network.Thing.NAMESPACE)
                    .map(thing -> service.enumerate(thing, ""))
                    .filter(list -> !list.equals("[]"))
                    .toList();
        }
    }

    /** Takes a container's things apart, as an engine does after its end. */
    void tearDown(ContainerId id) throws IOException {
        runtime.delete(id);
        networks.release(id, ENDPOINT);
        layers.unmount(id);
    }

    /** The dead engine's records are no longer those of the new one. */
    void kill() throws IOException {
        Path before = folder.resolve("records-" + engines);
        Path after = Files.createDirectories(folder.resolve("records-" + ++engines));
        try (Stream<Path> files = Files.list(before)) {
            for (Path file : files.toList()) {
                Files.copy(file, after.resolve(file.getFileName()));
            }
        }
        HcsRuntime dead = runtime;
        HcsNetworks deadNetworks = networks;
        client.kill();
        start(after);
        Thread.ofVirtual()
                .start(() -> {
                    dead.close();
                    deadNetworks.close();
                });
    }
}
