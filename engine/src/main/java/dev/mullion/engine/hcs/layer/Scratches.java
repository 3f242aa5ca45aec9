package dev.mullion.engine.hcs.layer;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.hcs.HcsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The disks that containers write into, each in a folder that also names the layers below. */
final class Scratches {

    /** What Docker gives a container; the disk grows, so it costs nothing at first. */
    static final long SIZE = 127L << 30;

    /** Written last: the digests of the layers below, the base layer first. */
    private static final String CHAIN = "chain";

    private static final String FIRST_BYTES = "size";

    private final Windows windows;
    private final LayerFolders folders;
    private final FolderRemoval removal;
    private final Map<ContainerId, LayerChain> all = new ConcurrentHashMap<>();

    Scratches(Windows windows, LayerFolders folders, FolderRemoval removal) throws IOException {
        this.windows = windows;
        this.folders = folders;
        this.removal = removal;
        for (Path folder : LayerFolders.in(folders.scratches())) {
            Path chain = folder.resolve(CHAIN);
            if (Files.exists(chain)
                    && !LayerFolders.nameOf(folder).endsWith(LayerFolders.REMOVING)) {
                all.put(
                        ContainerId.of(LayerFolders.nameOf(folder)),
                        new LayerChain(
                                Files.readAllLines(chain).stream().map(Digest::of).toList()));
            }
        }
    }

    /** The layers below each. */
    Map<ContainerId, LayerChain> all() {
        return Map.copyOf(all);
    }

    LayerChain chain(ContainerId id) throws IOException {
        return Optional.ofNullable(all.get(id))
                .orElseThrow(() -> new IOException("The container " + id + " has no scratch"));
    }

    /** Says that a container will stand on a chain; nobody removes its layers from now on. */
    void reserve(ContainerId id, LayerChain chain) throws IOException {
        if (all.putIfAbsent(id, chain) != null) {
            throw new IOException("The container " + id + " has a writable layer already");
        }
    }

    /** Makes the scratch of a container that was reserved. */
    void create(ContainerId id) throws IOException {
        LayerChain chain = chain(id);
        Path folder = folders.of(id);
        List<Path> parents = parents(chain);
        try {
            Files.createDirectory(folder);
            windows.layers().createScratch(folder, windows.parents(parents));
            windows.layers().expandScratch(folder, SIZE);
            LayerFolders.write(folder.resolve(LayerFolders.COMPLETE), LayerFolders.asJson(parents));
            LayerFolders.write(folder.resolve(FIRST_BYTES), bytes(folder) + "\n");
            String digests =
                    chain.digests().stream()
                            .map(Digest::toString)
                            .collect(Collectors.joining("\n"));
            LayerFolders.write(folder.resolve(CHAIN), digests + "\n");
        } catch (HcsException e) {
            giveUp(id, folder, e);
            throw LayerProblem.of("Making a container's disk", e, folders.root());
        } catch (IOException | RuntimeException e) {
            giveUp(id, folder, e);
            throw e;
        }
    }

    private void giveUp(ContainerId id, Path folder, Exception reason) {
        all.remove(id);
        try {
            removal.remove(folder);
        } catch (IOException | RuntimeException e) {
            reason.addSuppressed(e);
        }
    }

    List<Path> parents(LayerChain chain) {
        return chain.withParents().stream().map(folders::of).toList();
    }

    /** Removes one; fine if there is none. */
    void remove(ContainerId id) throws IOException {
        removal.remove(folders.of(id));
        all.remove(id);
    }

    /** Removes what a crash left. */
    void recover() throws IOException {
        removal.sweep(folders.scratches());
        Set<Path> whole = all.keySet().stream().map(folders::of).collect(Collectors.toSet());
        for (Path folder : LayerFolders.in(folders.scratches())) {
            boolean swept = LayerFolders.nameOf(folder).endsWith(LayerFolders.REMOVING);
            if (!whole.contains(folder) && !swept) {
                removal.remove(folder);
            }
        }
    }

    /** Bytes by which the container has let its disk grow. */
    long written(ContainerId id) throws IOException {
        Path folder = folders.of(id);
        Path first = folder.resolve(FIRST_BYTES);
        if (!Files.exists(first)) {
            return 0;
        }
        return Math.max(0, bytes(folder) - Long.parseLong(Files.readString(first).strip()));
    }

    /** The disk, and nothing of what is noted beside it. */
    private static long bytes(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path path : below.toList()) {
                boolean note = folder.equals(path.getParent()) && !isDisk(path);
                bytes += Files.isRegularFile(path) && !note ? Files.size(path) : 0;
            }
        }
        return bytes;
    }

    private static boolean isDisk(Path path) {
        return LayerFolders.nameOf(path).endsWith(".vhdx");
    }
}
