package dev.mullion.engine.hcs.layer;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.runtime.LayerStore;
import dev.mullion.engine.runtime.RootFileSystem;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.layer.BackupRoot;
import dev.mullion.hcs.layer.Layers;
import dev.mullion.hcs.layer.Privileges;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Layers of Windows images as Windows keeps them: the base layer as files, each other one merged by
 * the layer functions of vmcompute.dll, and for each container a scratch disk. A layer can be
 * unpacked only on top of those below it.
 *
 * <p>Its methods run native calls, some for minutes, on threads of the system, so they may be
 * called on virtual threads.
 *
 * <p>On disk: {@code layers/<chain id>/} is a layer, whole if {@code layerchain.json} is in it;
 * {@code scratches/<container>/} a scratch, whole if {@code chain} is in it; {@code tmp/hcs…} what
 * is imported or exported right now; and what ends with {@code -removing} is being removed. {@link
 * #recover} removes whatever isn't whole.
 */
public final class WindowsLayers implements LayerStore {

    private final Windows windows;
    private final LayerFolders folders;
    private final UnpackedLayers layers;
    private final Scratches scratches;
    private final ScratchMounts mounts;

    /** Guards that what containers need isn't removed. */
    private final ReentrantLock changes = new ReentrantLock();

    /**
     * Opens a store; {@link #recover} must come before anything else.
     *
     * @param folder where layers and scratches are kept, on a fixed NTFS volume; made if missing
     * @param calls reach Windows, or what stands in for it
     * @param limits of one layer's archive
     * @param pause between attempts
     * @throws IOException if the folder can't be used or this process lacks an administrator's
     *     rights
     */
    public WindowsLayers(Path folder, NativeCalls calls, ArchiveLimits limits, Pause pause)
            throws IOException {
        this.windows = Windows.of(calls);
        this.folders = LayerFolders.open(folder);
        try {
            new Privileges(calls).enable(EnumSet.allOf(Privileges.Privilege.class));
        } catch (HcsException e) {
            throw new IOException(
                    "Keeping layers needs an administrator's rights: " + e.getMessage(), e);
        }
        FolderRemoval removal = new FolderRemoval(windows, pause, folders.root());
        this.layers = new UnpackedLayers(windows, folders, removal, limits);
        this.scratches = new Scratches(windows, folders, removal);
        this.mounts = new ScratchMounts(windows, pause, folders.root());
        // a running container may be found again before recover is told of it
        scratches.all().keySet().forEach(id -> mounts.inherit(id, folders.of(id)));
    }

    @Override
    public String driver() {
        return "windowsfilter";
    }

    @Override
    public boolean baseFirst() {
        return true;
    }

    @Override
    public boolean has(List<Digest> chain) {
        return !chain.isEmpty() && layers.has(new LayerChain(chain));
    }

    @Override
    public void unpack(List<Digest> chain, InputStream tar) throws IOException {
        LayerChain layer = chainOf(chain);
        SystemThread.run(
                "unpack-" + layer.top().shortened(),
                () -> {
                    layers.unpack(layer, tar);
                    return layer;
                });
    }

    @Override
    public long bytes(List<Digest> chain) {
        return chain.isEmpty() ? 0 : layers.bytes(new LayerChain(chain));
    }

    @Override
    public void retain(Collection<List<Digest>> chains) throws IOException {
        Set<LayerChain> kept = new HashSet<>();
        chains.forEach(chain -> kept.add(new LayerChain(chain)));
        SystemThread.run(
                "remove-layers",
                () -> {
                    changes.lock();
                    try {
                        kept.addAll(scratches.all().values());
                        layers.retain(kept);
                        return kept;
                    } finally {
                        changes.unlock();
                    }
                });
    }

    @Override
    public void prepare(ContainerId id, List<Digest> chain) throws IOException {
        LayerChain below = chainOf(chain);
        SystemThread.run(
                "scratch-" + id.hex(),
                () -> {
                    reserve(id, below);
                    scratches.create(id);
                    return id;
                });
    }

    private void reserve(ContainerId id, LayerChain below) throws IOException {
        changes.lock();
        try {
            for (LayerChain layer : below.withParents()) {
                if (!layers.has(layer)) {
                    throw new IOException(
                            "The layer %s isn't there; the image must be pulled again"
                                    .formatted(layer.top()));
                }
            }
            scratches.reserve(id, below);
        } finally {
            changes.unlock();
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>On Windows nothing is mounted by this: it names the folders of layers and scratch. Who
     * needs the files asks {@link #mounted}.
     */
    @Override
    public RootFileSystem mount(ContainerId id) throws IOException {
        Path scratch = folders.of(id);
        return new RootFileSystem(scratches.parents(scratches.chain(id)), scratch, scratch);
    }

    /** Does nothing: a mounted scratch is unmounted when the last of its uses is closed. */
    @Override
    public void unmount(ContainerId id) throws IOException {}

    /**
     * Mounts a container's scratch on this host, for process isolation and for looking into a
     * stopped container; a scratch that a utility VM uses must not be mounted. Every use counts.
     *
     * @return a use, to be closed
     * @throws IOException if there is no such scratch or Windows can't mount it
     */
    public ScratchMount mounted(ContainerId id) throws IOException {
        return SystemThread.run(
                "mount-" + id.hex(), () -> mounts.use(id, folders.of(id), parents(id)));
    }

    /**
     * Names the layers beneath a container's scratch.
     *
     * @return nearest first, the base layer last
     * @throws IOException if there is no such scratch
     */
    public List<Layers.Parent> parents(ContainerId id) throws IOException {
        return windows.parents(scratches.parents(scratches.chain(id)));
    }

    /**
     * Finds the utility VM that a container in Hyper-V isolation boots.
     *
     * @return the folder {@code UtilityVM} of the nearest layer that has one
     * @throws IOException if there is no such scratch
     */
    public Optional<Path> utilityVm(ContainerId id) throws IOException {
        return utilityVm(scratches.chain(id));
    }

    @Override
    public boolean hasUtilityVm(List<Digest> chain) {
        return !chain.isEmpty() && utilityVm(new LayerChain(chain)).isPresent();
    }

    private Optional<Path> utilityVm(LayerChain chain) {
        return scratches.parents(chain).stream()
                .map(layer -> layer.resolve(UtilityVm.FOLDER))
                .filter(Files::isDirectory)
                .findFirst();
    }

    /**
     * Writes what a stopped container has changed as a layer's archive, uncompressed.
     *
     * @param tar stays open
     * @throws IOException if the container still runs, its scratch is damaged, or writing fails
     */
    public void export(ContainerId id, OutputStream tar) throws IOException {
        Path scratch = folders.of(id);
        SystemThread.run(
                "export-" + id.hex(),
                () -> {
                    List<Layers.Parent> parents = parents(id);
                    mounts.unprepared(id, scratch, parents, () -> export(scratch, parents, tar));
                    return id;
                });
    }

    /**
     * Writes the archive of a layer on top of others again.
     *
     * @param tar stays open
     * @throws IOException if it isn't there, it is a base layer, or writing fails
     */
    void exportLayer(List<Digest> chain, OutputStream tar) throws IOException {
        LayerChain layer = chainOf(chain);
        if (layer.base() || !layers.has(layer)) {
            throw new IOException("The layer " + layer.top() + " can't be exported");
        }
        List<Path> below = layer.parents().stream().map(folders::of).toList();
        SystemThread.run(
                "export-" + layer.top().shortened(),
                () -> {
                    export(folders.of(layer), windows.parents(below), tar);
                    return layer;
                });
    }

    private void export(Path layer, List<Layers.Parent> parents, OutputStream tar)
            throws IOException {
        Path target = folders.newTemporary();
        try {
            windows.layers().exportLayer(layer, target, parents);
            try (BackupRoot root = windows.files().open(target)) {
                new LayerExport(root, tar).run();
            }
        } catch (HcsException e) {
            boolean damaged = e.code().code() == LayerProblem.PATH_NOT_FOUND;
            throw LayerProblem.of(
                    damaged
                            ? "The container's registry was damaged when it was ended before its"
                                    + " shutdown was over, so its changes can't be exported"
                            : "Exporting a container's changes",
                    e,
                    folders.root());
        } finally {
            layers.removeTemporary(target);
        }
    }

    @Override
    public void remove(ContainerId id) throws IOException {
        SystemThread.run(
                "remove-" + id.hex(),
                () -> {
                    mounts.drop(id, folders.of(id));
                    scratches.remove(id);
                    return id;
                });
    }

    /** Always fails: Windows doesn't fill new volumes with what the image has at their place. */
    @Override
    public void copy(Path from, Path to) throws IOException {
        throw new IOException(
                "On Windows new volumes aren't filled with what the image has: %s can't go to %s"
                        .formatted(from, to));
    }

    @Override
    public long writtenBytes(ContainerId id) throws IOException {
        return scratches.written(id);
    }

    @Override
    public void recover(Set<ContainerId> known, Set<ContainerId> running) throws IOException {
        SystemThread.run(
                "recover-layers",
                () -> {
                    for (ContainerId id : scratches.all().keySet()) {
                        Path scratch = folders.of(id);
                        if (!known.contains(id)) {
                            mounts.drop(id, scratch);
                            scratches.remove(id);
                        } else if (!running.contains(id)) {
                            mounts.letGo(id, scratch);
                        }
                    }
                    scratches.recover();
                    layers.recover();
                    return known;
                });
    }

    private static LayerChain chainOf(List<Digest> digests) throws IOException {
        if (digests.isEmpty()) {
            throw new IOException("An image of Windows has at least one layer; this one has none");
        }
        return new LayerChain(digests);
    }
}
