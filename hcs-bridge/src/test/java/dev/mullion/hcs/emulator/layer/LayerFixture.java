package dev.mullion.hcs.emulator.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.EmulatedHost;
import dev.mullion.hcs.emulator.EmulatedWindows;
import dev.mullion.hcs.emulator.EmulatorClock;
import dev.mullion.hcs.emulator.file.LayerFiles;
import dev.mullion.hcs.emulator.file.Streams;
import dev.mullion.hcs.layer.BackupFile;
import dev.mullion.hcs.layer.BackupFiles;
import dev.mullion.hcs.layer.BackupRoot;
import dev.mullion.hcs.layer.BackupRoot.Kind;
import dev.mullion.hcs.layer.FileInfo;
import dev.mullion.hcs.layer.Layers;
import dev.mullion.hcs.layer.Privileges;
import dev.mullion.hcs.layer.Privileges.Privilege;
import dev.mullion.hcs.layer.VmComputeLayers;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

/** A machine with folders for layers, as an importer goes about it. */
final class LayerFixture implements AutoCloseable {

    static final Instant TIME = Instant.parse("2022-03-04T05:06:07.1234567Z");
    static final Instant LATER = Instant.parse("2024-03-04T05:06:07Z");

    final EmulatedHost host;
    final Client client;
    final NativeCalls calls;
    final BackupFiles files;
    final Layers layers;
    final Path folder;

    LayerFixture(Path folder) {
        this.folder = folder;
        host =
                EmulatedHost.open(
                        EmulatedWindows.of("10.0.20348.2700"),
                        folder.resolve("machine"),
                        EmulatorClock.real());
        client = host.connect();
        calls = new NativeCalls(client);
        files = new BackupFiles(calls);
        layers = new VmComputeLayers(calls);
        new Privileges(calls).enable(EnumSet.allOf(Privilege.class));
    }

    static FileInfo info(int attributes) {
        return new FileInfo(TIME, TIME, TIME, TIME, attributes);
    }

    Path newFolder(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Layers.Parent parent(Path layer) {
        return new Layers.Parent(layers.id(layer.getFileName().toString()), layer);
    }

    List<Layers.Parent> chain(Path... chain) {
        return Arrays.stream(chain).map(this::parent).toList();
    }

    /** Restores something into a base layer, with the folders it is in. */
    void restore(BackupRoot root, String name, Kind kind, int attributes, Streams stream) {
        int cut = name.lastIndexOf('\\');
        if (cut > 0 && !root.exists(name.substring(0, cut))) {
            restore(
                    root,
                    name.substring(0, cut),
                    Kind.DIRECTORY,
                    FileInfo.DIRECTORY,
                    new Streams().security("O:SY"));
        }
        try (BackupFile file = root.create(name, kind)) {
            file.set(info(attributes));
            try (OutputStream out = file.restore(true)) {
                out.write(stream.bytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A base layer with a few files, not yet finished. */
    Path unfinishedBase(String name) {
        Path base = newFolder(name);
        try (BackupRoot root = files.open(base)) {
            file(root, "Files\\Windows\\System32\\cmd.exe", "EMULATED cmd");
            file(root, "Files\\Windows\\System32\\config\\SYSTEM", "EMULATED hive");
            file(root, "Files\\Windows\\win.ini", "[fonts]");
            file(root, "Files\\old\\a.txt", "a");
            file(root, "Files\\old\\b.txt", "b");
            file(root, "UtilityVM\\Files\\EFI\\Microsoft\\Boot\\BCD", "boot");
            file(root, "UtilityVM\\Files\\Windows\\kernel", "kernel");
        }
        return base;
    }

    void file(BackupRoot root, String name, String text) {
        restore(root, name, Kind.FILE, 0x20, new Streams().security("O:BA").data(text));
    }

    /** A base layer that can be built on. */
    Path base(String name) {
        Path base = unfinishedBase(name);
        layers.processBaseImage(base);
        layers.processUtilityImage(base.resolve("UtilityVM"));
        return base;
    }

    /** A file of an import folder, with the folders it is in. */
    void brought(Path source, String name, int attributes, Streams stream) throws IOException {
        Path file = source.resolve("Files").resolve(name.replace('\\', '/'));
        Path folder = Objects.requireNonNull(file.getParent());
        Files.createDirectories(folder);
        Files.write(file, stream.bytes(attributes));
        try (BackupRoot root = files.open(folder);
                BackupFile open =
                        root.open(file.getFileName().toString(), BackupRoot.Access.WRITE)) {
            open.set(new FileInfo(LATER, LATER, LATER, LATER, 0));
        }
    }

    /** A folder of an import folder with what tells of it. */
    void broughtFolder(Path source, String name, int attributes, Streams stream)
            throws IOException {
        Path folder = source.resolve("Files").resolve(name.replace('\\', '/'));
        Files.createDirectories(folder);
        brought(source, name + ".$wcidirs$", attributes, stream);
    }

    /** A mounted scratch above layers. */
    Path mounted(String name, Path... chain) {
        Path scratch = newFolder(name);
        layers.createScratch(scratch, chain(chain));
        layers.activate(scratch);
        layers.prepare(scratch, chain(chain));
        return scratch;
    }

    /** What a process inside sees. */
    static LayerFiles inside(Path scratch, Path... chain) {
        try {
            return new LayerFiles(scratch, List.of(chain), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(LayerFiles inside, String path, String text) throws IOException {
        try (OutputStream out = inside.write(path, false)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    static String read(LayerFiles inside, String path) throws IOException {
        try (var in = inside.read(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static List<String> names(LayerFiles inside, String folder) throws IOException {
        return inside.list(folder).stream().map(LayerFiles.Entry::name).toList();
    }

    @Override
    public void close() {
        client.close();
        assertThat(host.ledger().mistakes()).isEmpty();
        assertThat(host.ledger().outstanding()).isEmpty();
        host.close();
    }
}
