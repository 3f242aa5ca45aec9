package dev.mullion.engine.linux.layer;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.runtime.LayerStore;
import dev.mullion.engine.runtime.MountSpec;
import dev.mullion.engine.runtime.OpenFiles;
import dev.mullion.engine.runtime.RootFileSystem;
import dev.mullion.engine.state.FolderTree;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Layers as folders, stacked by overlayfs. A layer doesn't depend on those below it, so only the
 * last digest of a chain counts.
 *
 * <p>On disk: {@code unpacked/sha256-<hex>/} holds a layer ({@code diff}) and its size, {@code
 * l/<short>} is a link to its files, {@code w/<container>/} holds a container's changes and names
 * its layers, and {@code tmp/} what is half-made or half-removed. Everything comes into its place,
 * and goes from it, by one rename, so {@link #recover} has only {@code tmp/} to empty.
 */
public final class OverlayLayers implements LayerStore {

    private static final System.Logger LOG = System.getLogger(OverlayLayers.class.getName());

    private final StoreFolders folders;
    private final UnpackedLayers layers;
    private final WritableLayers writables;
    private final OverlayMounts mounts;
    private final Path runFolder;
    private final ArchiveLimits limits;

    /** Guards which layers there are and who needs them: what is needed isn't removed. */
    private final ReentrantLock changes = new ReentrantLock();

    private final Map<ContainerId, List<Digest>> needed = new HashMap<>();

    /** Two threads that mount at one place would do so twice. */
    private final ReentrantLock mounting = new ReentrantLock();

    /**
     * Opens a store; {@link #recover} must come before anything else.
     *
     * @param layersFolder where layers and containers' changes are kept; made if missing
     * @param runFolder below it file systems are shown, at {@code m/<id>}; nobody else puts
     *     anything there
     * @param limits of one layer's archive
     */
    public OverlayLayers(Path layersFolder, Path runFolder, ArchiveLimits limits)
            throws IOException {
        this.folders = StoreFolders.open(layersFolder);
        this.layers = new UnpackedLayers(folders);
        this.writables = new WritableLayers(folders);
        this.mounts = new OverlayMounts(folders.root());
        this.runFolder = runFolder.toAbsolutePath();
        this.limits = limits;
        needed.putAll(writables.all());
    }

    @Override
    public String driver() {
        return "overlay2";
    }

    @Override
    public boolean baseFirst() {
        return false;
    }

    @Override
    public boolean has(List<Digest> chain) {
        return layers.has(chain.getLast());
    }

    @Override
    public void unpack(List<Digest> chain, InputStream tar) throws IOException {
        layers.unpack(chain.getLast(), tar, limits);
    }

    @Override
    public long bytes(List<Digest> chain) {
        return layers.bytes(chain.getLast());
    }

    /**
     * {@inheritDoc}
     *
     * <p>Layers below containers' changes stay, and so does what is being unpacked; what was
     * unpacked before and is for an image that isn't known yet must be in the chains.
     */
    @Override
    public void retain(Collection<List<Digest>> chains) throws IOException {
        Set<Digest> kept = new HashSet<>();
        chains.forEach(kept::addAll);
        List<Path> removed;
        changes.lock();
        try {
            needed.values().forEach(kept::addAll);
            removed = layers.takeAllBut(kept);
        } finally {
            changes.unlock();
        }
        for (Path path : removed) {
            FolderTree.remove(path);
        }
    }

    @Override
    public void prepare(ContainerId id, List<Digest> chain) throws IOException {
        List<Digest> lower = stack(chain);
        changes.lock();
        try {
            for (Digest layer : lower) {
                if (!layers.has(layer)) {
                    throw new IOException(
                            "The layer " + layer + " isn't there; the image must be pulled again");
                }
            }
            if (needed.putIfAbsent(id, lower) != null) {
                throw new IOException("The container " + id + " has a writable layer already");
            }
        } finally {
            changes.unlock();
        }
        try {
            writables.create(id, lower);
        } catch (IOException e) {
            forget(id);
            throw e;
        }
    }

    /**
     * The layers to stack. Images repeat layers that hold nothing or the same, which overlayfs
     * refuses; the upper one hides all that the lower one has.
     */
    private static List<Digest> stack(List<Digest> chain) throws IOException {
        List<Digest> topFirst = chain.reversed().stream().distinct().toList();
        if (topFirst.size() > OverlayMounts.MAX_LAYERS) {
            throw OverlayMounts.tooMany(topFirst.size());
        }
        return topFirst;
    }

    @Override
    public RootFileSystem mount(ContainerId id) throws IOException {
        List<Digest> lower = layersOf(id);
        Path target = mountPoint(id);
        mounting.lock();
        try {
            if (!OverlayMounts.isMounted(target)) {
                Files.createDirectories(target);
                mounts.mount(
                        layers.shortNames(lower),
                        writables.upperName(id),
                        writables.workName(id),
                        target);
            }
        } finally {
            mounting.unlock();
        }
        return new RootFileSystem(
                lower.stream().map(layers::files).toList(), writables.upper(id), target);
    }

    @Override
    public OpenFiles open(ContainerId id, List<MountSpec.Bind> mounts, boolean readOnly)
            throws IOException {
        Path mounted = mountPoint(id);
        if (!OverlayMounts.isMounted(mounted)) {
            throw new IOException("The file system of container " + id + " isn't mounted");
        }
        return ContainerTree.open(mounted, mounts, readOnly, limits);
    }

    private List<Digest> layersOf(ContainerId id) throws IOException {
        changes.lock();
        try {
            List<Digest> lower = needed.get(id);
            if (lower == null) {
                throw new IOException("The container " + id + " has no writable layer");
            }
            return lower;
        } finally {
            changes.unlock();
        }
    }

    @Override
    public void unmount(ContainerId id) throws IOException {
        mounting.lock();
        try {
            Path target = mountPoint(id);
            OverlayMounts.unmount(target);
            Files.deleteIfExists(target);
        } finally {
            mounting.unlock();
        }
    }

    @Override
    public void remove(ContainerId id) throws IOException {
        unmount(id);
        writables.remove(id);
        forget(id);
    }

    private void forget(ContainerId id) {
        changes.lock();
        try {
            needed.remove(id);
        } finally {
            changes.unlock();
        }
    }

    @Override
    public void copy(Path from, Path to) throws IOException {
        FolderCopy.copy(from, to);
    }

    @Override
    public long writtenBytes(ContainerId id) throws IOException {
        return FolderTree.bytes(writables.upper(id));
    }

    @Override
    public void recover(Set<ContainerId> known, Set<ContainerId> running) throws IOException {
        unmountAllBut(running);
        for (ContainerId id : writables.all().keySet()) {
            if (!known.contains(id)) {
                writables.remove(id);
                forget(id);
            }
        }
        layers.recover();
        StoreFolders.in(folders.temporary()).forEach(OverlayLayers::discard);
    }

    /** It is in nobody's way, and an engine that can't remove it starts all the same. */
    private static void discard(Path halfDone) {
        try {
            FolderTree.remove(halfDone);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "Could not remove what is left of a layer: " + halfDone, e);
        }
    }

    private void unmountAllBut(Set<ContainerId> running) throws IOException {
        Path containers = Files.createDirectories(runFolder.resolve("m"));
        Set<String> kept = running.stream().map(ContainerId::hex).collect(Collectors.toSet());
        for (Path mounted : mounts.below(containers)) {
            if (!kept.contains(containers.relativize(mounted).getName(0).toString())) {
                OverlayMounts.unmount(mounted);
            }
        }
        for (Path point : StoreFolders.in(containers)) {
            if (!kept.contains(String.valueOf(point.getFileName()))) {
                Files.deleteIfExists(point);
            }
        }
    }

    private Path mountPoint(ContainerId id) {
        return runFolder.resolve("m").resolve(id.hex());
    }
}
