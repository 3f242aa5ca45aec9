package dev.mullion.engine.linux.layer;

import static java.util.stream.Collectors.toList;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.runtime.RootFileSystem;
import dev.mullion.engine.state.FolderTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A store in a folder of its own, which leaves no mounts behind. */
final class Store implements AutoCloseable {

    static final ArchiveLimits LIMITS = new ArchiveLimits(64L << 20, 5000);

    final Path folder;
    final Path data;
    final Path run;
    OverlayLayers layers;

    private Store(Path folder) throws IOException {
        this.folder = folder;
        this.data = folder.resolve("layers");
        this.run = folder.resolve("run");
        this.layers = new OverlayLayers(data, run, LIMITS);
        layers.recover(Set.of(), Set.of());
    }

    static Store open() throws IOException {
        return new Store(Files.createTempDirectory(Path.of("/tmp"), "mullion-layers-"));
    }

    /** As an engine that starts after a crash. */
    void reopen(Set<ContainerId> known, Set<ContainerId> running) throws IOException {
        layers = new OverlayLayers(data, run, LIMITS);
        layers.recover(known, running);
    }

    /** Unpacks and returns the digest. */
    Digest unpack(byte[] tar) throws IOException {
        Digest digest = digest(tar);
        layers.unpack(List.of(digest), new ByteArrayInputStream(tar));
        return digest;
    }

    /** Where the files of a layer are. */
    Path files(byte[] tar) throws IOException {
        Digest digest = unpack(tar);
        return data.resolve("unpacked/sha256-" + digest.hex() + "/diff");
    }

    RootFileSystem mount(int number, Digest... chain) throws IOException {
        ContainerId id = id(number);
        layers.prepare(id, List.of(chain));
        return layers.mount(id);
    }

    static ContainerId id(int number) {
        return new ContainerId(String.format("%064x", number));
    }

    static Digest digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Digest("sha256", HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything in the store but its own empty folders. */
    List<String> content() throws IOException {
        try (var walk = Files.walk(data)) {
            return walk.filter(p -> data.relativize(p).getNameCount() > 1)
                    .map(p -> data.relativize(p).toString())
                    .sorted()
                    .collect(toList());
        }
    }

    List<String> mountsBelow() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .map(line -> line.split(" ", 6)[4])
                .filter(point -> point.startsWith(folder + "/"))
                .toList();
    }

    static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return output;
    }

    @Override
    public void close() throws IOException {
        List<String> mounts = new ArrayList<>(mountsBelow());
        for (String mount : mounts.reversed()) {
            run("umount", "-l", mount);
        }
        FolderTree.remove(folder);
    }
}
