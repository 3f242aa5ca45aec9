package dev.mullion.engine.hcs.layer;

import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.layer.BackupRoot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Whole layers. One is here if the last file of its folder is. */
final class UnpackedLayers {

    private static final System.Logger LOG = System.getLogger(UnpackedLayers.class.getName());
    private static final String BYTES = "size";

    private final Windows windows;
    private final LayerFolders folders;
    private final FolderRemoval removal;
    private final ArchiveLimits limits;
    private final Map<String, Long> bytes = new ConcurrentHashMap<>();

    /** One for each layer that is being unpacked: the second who wants it waits. */
    private final Map<String, ReentrantLock> unpacking = new ConcurrentHashMap<>();

    /** What is being built, and so needs the layers below it. */
    private final Set<LayerChain> building = ConcurrentHashMap.newKeySet();

    UnpackedLayers(
            Windows windows, LayerFolders folders, FolderRemoval removal, ArchiveLimits limits)
            throws IOException {
        this.windows = windows;
        this.folders = folders;
        this.removal = removal;
        this.limits = limits;
        for (Path folder : LayerFolders.in(folders.layers())) {
            if (isWhole(folder)) {
                bytes.put(
                        LayerFolders.nameOf(folder),
                        Long.parseLong(Files.readString(folder.resolve(BYTES)).strip()));
            }
        }
    }

    private static boolean isWhole(Path folder) {
        return Files.exists(folder.resolve(LayerFolders.COMPLETE))
                && !LayerFolders.nameOf(folder).endsWith(LayerFolders.REMOVING);
    }

    boolean has(LayerChain chain) {
        return bytes.containsKey(chain.name());
    }

    long bytes(LayerChain chain) {
        return bytes.getOrDefault(chain.name(), 0L);
    }

    /** Unpacks a layer; when it returns the layer is here. */
    void unpack(LayerChain chain, InputStream tar) throws IOException {
        ReentrantLock lock = unpacking.computeIfAbsent(chain.name(), any -> new ReentrantLock());
        lock.lock();
        building.add(chain);
        try {
            if (has(chain)) {
                // another thread was faster, and the digest says it is the same
                tar.transferTo(OutputStream.nullOutputStream());
                return;
            }
            for (LayerChain parent : chain.parents()) {
                requireHere(parent);
            }
            build(chain, tar);
        } finally {
            building.remove(chain);
            lock.unlock();
        }
    }

    private void requireHere(LayerChain layer) throws IOException {
        if (!has(layer)) {
            throw new IOException(
                    "The layer %s isn't there, so nothing can be unpacked on top of it; the image"
                                    .formatted(layer.top())
                            + " must be pulled again");
        }
    }

    private void build(LayerChain chain, InputStream tar) throws IOException {
        Path layer = folders.of(chain);
        // what could not be removed when nobody needed it
        removal.remove(layer);
        Path source = folders.newTemporary();
        try {
            Files.createDirectory(layer);
            try {
                write(chain, layer, source, tar);
            } catch (IOException | RuntimeException e) {
                discard(layer, e);
                throw e;
            }
        } catch (HcsException e) {
            throw LayerProblem.of("Unpacking the layer " + chain.top(), e, folders.root());
        } finally {
            removeTemporary(source);
        }
    }

    private void write(LayerChain chain, Path layer, Path source, InputStream tar)
            throws IOException {
        List<Path> parents = chain.parents().stream().map(folders::of).toList();
        long written;
        try (LayerWriter writer =
                chain.base()
                        ? new BaseLayerWriter(windows, layer)
                        : new UpperLayerWriter(windows, layer, source, parents)) {
            written = new LayerImport(windows, chain.top(), limits).run(tar, writer);
        }
        removeTemporary(source);
        LayerFolders.write(layer.resolve(BYTES), written + "\n");
        LayerFolders.write(layer.resolve(LayerFolders.COMPLETE), LayerFolders.asJson(parents));
        bytes.put(chain.name(), written);
    }

    /** A plain deletion fails on what the layer says of its own files. */
    private void discard(Path layer, Exception reason) {
        try {
            removal.remove(layer);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "Half a layer stays until the engine starts again", e);
            reason.addSuppressed(e);
        }
    }

    /** Removes a folder of an import or export; what is left of it the next start removes. */
    void removeTemporary(Path folder) {
        try (BackupRoot root = windows.files().open(folders.temporary())) {
            root.deleteTree(LayerFolders.nameOf(folder));
        } catch (HcsException e) {
            LOG.log(Level.WARNING, "A temporary folder stays: " + folder, e);
        }
    }

    /**
     * Removes all layers but these and those below them, upper ones first.
     *
     * @param needed with all that containers stand on
     */
    void retain(Set<LayerChain> needed) throws IOException {
        Set<String> kept = new HashSet<>();
        needed.forEach(chain -> addTo(kept, chain));
        building.forEach(chain -> addTo(kept, chain));
        Map<Path, Integer> heights = new HashMap<>();
        for (String name : List.copyOf(bytes.keySet())) {
            if (!kept.contains(name) && bytes.remove(name) != null) {
                Path folder = folders.layers().resolve(name);
                heights.put(folder, height(folder));
            }
        }
        List<Path> upperFirst = new ArrayList<>(heights.keySet());
        upperFirst.sort(Comparator.comparing(heights::get).reversed());
        for (Path folder : upperFirst) {
            remove(folder);
        }
    }

    private static void addTo(Set<String> kept, LayerChain chain) {
        chain.withParents().forEach(layer -> kept.add(layer.name()));
    }

    private static int height(Path folder) throws IOException {
        String chain = Files.readString(folder.resolve(LayerFolders.COMPLETE));
        return (int) chain.chars().filter(c -> c == '"').count();
    }

    /** It isn't known any more, so that a start removes what can't be removed now. */
    private void remove(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(LayerFolders.COMPLETE));
            removal.remove(folder);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "A layer stays until the engine starts again: " + folder, e);
        }
    }

    /** Removes what a crash left. */
    void recover() throws IOException {
        removal.sweep(folders.layers());
        for (Path folder : LayerFolders.in(folders.layers())) {
            if (!isWhole(folder)) {
                remove(folder);
            }
        }
        LayerFolders.in(folders.temporary()).forEach(this::removeTemporary);
    }
}
