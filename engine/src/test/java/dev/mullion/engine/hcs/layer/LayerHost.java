package dev.mullion.engine.hcs.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.state.FolderTree;
import dev.mullion.hcs.backup.BackupReader;
import dev.mullion.hcs.backup.RecordHeader;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.EmulatedHost;
import dev.mullion.hcs.emulator.EmulatedWindows;
import dev.mullion.hcs.emulator.VirtualClock;
import dev.mullion.hcs.emulator.file.LayerFiles;
import dev.mullion.hcs.layer.BackupFile;
import dev.mullion.hcs.layer.BackupFiles;
import dev.mullion.hcs.layer.BackupRoot;
import dev.mullion.hcs.layer.FileInfo;
import dev.mullion.hcs.layer.Layers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A layer store on an emulated machine of its own. */
final class LayerHost implements AutoCloseable {

    static final ArchiveLimits LIMITS = new ArchiveLimits(64 << 20, 10_000);

    final Path folder;
    final EmulatedHost machine;
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    Client client;
    WindowsLayers layers;

    LayerHost() throws IOException {
        this.folder = Files.createTempDirectory(Path.of("/tmp"), "mullion-layers-");
        this.machine =
                EmulatedHost.open(
                        EmulatedWindows.of("10.0.20348.2700"),
                        folder.resolve("machine"),
                        new VirtualClock(Instant.parse("2026-01-01T00:00:00Z")));
        this.client = machine.connect();
        this.layers = open(client);
        layers.recover(Set.of(), Set.of());
    }

    Path store() {
        return folder.resolve("store");
    }

    private WindowsLayers open(Client process) throws IOException {
        return new WindowsLayers(store(), new NativeCalls(process), LIMITS, pauses::add);
    }

    /** The engine is killed, and another one starts. */
    void crash(Set<ContainerId> known, Set<ContainerId> running) throws IOException {
        client.kill();
        restart(known, running);
    }

    void restart(Set<ContainerId> known, Set<ContainerId> running) throws IOException {
        client = machine.connect();
        layers = open(client);
        layers.recover(known, running);
    }

    /** Unpacks layers on top of each other; returns their chain. */
    List<Digest> unpack(byte[]... tars) throws IOException {
        List<Digest> chain = new ArrayList<>();
        for (byte[] tar : tars) {
            chain.add(WindowsTar.digest(tar));
            layers.unpack(List.copyOf(chain), new ByteArrayInputStream(tar));
        }
        return chain;
    }

    Path layer(List<Digest> chain) {
        return store().resolve("layers").resolve(new LayerChain(chain).name());
    }

    /** A container on these layers, and what a program in it would see. */
    LayerFiles container(ContainerId id, List<Digest> chain) throws IOException {
        layers.prepare(id, chain);
        return seen(id);
    }

    LayerFiles seen(ContainerId id) throws IOException {
        List<Path> parents = layers.parents(id).stream().map(Layers.Parent::path).toList();
        return new LayerFiles(store().resolve("scratches").resolve(id.hex()), parents, List.of());
    }

    static String text(LayerFiles files, String path) throws IOException {
        try (InputStream in = files.read(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The records of a file's backup stream, by kind and name. */
    Map<String, byte[]> records(Path layer, String path) throws IOException {
        Map<String, byte[]> all = new LinkedHashMap<>();
        try (BackupRoot root = new BackupFiles(new NativeCalls(client)).open(layer);
                BackupFile file = root.open(path, BackupRoot.Access.READ);
                BackupReader reader = new BackupReader(file.backup(true))) {
            for (RecordHeader header = reader.next(); header != null; header = reader.next()) {
                all.put(header.kind() + header.name(), reader.all(1 << 20));
            }
        }
        return all;
    }

    FileInfo info(Path layer, String path) {
        try (BackupRoot root = new BackupFiles(new NativeCalls(client)).open(layer);
                BackupFile file = root.open(path, BackupRoot.Access.INFO)) {
            return file.info();
        }
    }

    /** Names of what is in the store's folders; nothing may be left of what failed. */
    List<String> contents() throws IOException {
        List<String> all = new ArrayList<>();
        for (String part : List.of("layers", "scratches", "tmp")) {
            try (Stream<Path> in = Files.list(store().resolve(part))) {
                in.forEach(path -> all.add(part + "/" + path.getFileName()));
            }
        }
        return all.stream().sorted().toList();
    }

    @Override
    public void close() throws IOException {
        client.close();
        assertThat(machine.ledger().outstanding()).as("what wasn't given back").isEmpty();
        assertThat(machine.ledger().mistakes()).isEmpty();
        machine.close();
        FolderTree.remove(folder);
    }
}
