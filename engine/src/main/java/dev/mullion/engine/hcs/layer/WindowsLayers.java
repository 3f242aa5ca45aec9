package dev.mullion.engine.hcs.layer;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.runtime.LayerStore;
import dev.mullion.engine.runtime.RootFileSystem;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.layer.Layers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Layers of Windows images as Windows keeps them: the base layer as files, each other one merged by
 * the layer functions of vmcompute.dll, and for each container a scratch disk. A layer can be
 * unpacked only on top of those below it.
 *
 * <p>Its methods run native calls, some for minutes, on threads of the system, so they may be
 * called on virtual threads.
 */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class WindowsLayers implements LayerStore {

    /**
     * Opens a store; {@link #recover} must come before anything else.
     *
     * @param folder where layers and scratches are kept, on a fixed NTFS volume; made if missing
     * @param calls reach Windows, or what stands in for it
     * @param limits of one layer's archive
     * @param pause between attempts
     */
    public WindowsLayers(Path folder, NativeCalls calls, ArchiveLimits limits, Pause pause)
            throws IOException {
        throw new IOException("Layers of Windows can't be kept yet");
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
        return false;
    }

    @Override
    public void unpack(List<Digest> chain, InputStream tar) throws IOException {
        throw new IOException("Layers of Windows can't be kept yet");
    }

    @Override
    public long bytes(List<Digest> chain) {
        return 0;
    }

    @Override
    public void retain(Collection<List<Digest>> chains) throws IOException {
        throw new IOException("Layers of Windows can't be kept yet");
    }

    @Override
    public void prepare(ContainerId id, List<Digest> chain) throws IOException {
        throw new IOException("Layers of Windows can't be kept yet");
    }

    /** {@inheritDoc} On Windows nothing is mounted by this: it only names the folders. */
    @Override
    public RootFileSystem mount(ContainerId id) throws IOException {
        throw new IOException("Layers of Windows can't be kept yet");
    }

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
        throw new IOException("Layers of Windows can't be kept yet");
    }

    /**
     * Names the layers beneath a container's scratch.
     *
     * @return nearest first, the base layer last
     * @throws IOException if there is no such scratch
     */
    public List<Layers.Parent> parents(ContainerId id) throws IOException {
        throw new IOException("Layers of Windows can't be kept yet");
    }

    /**
     * Finds the utility VM that a container in Hyper-V isolation boots.
     *
     * @return the folder {@code UtilityVM} of the nearest layer that has one
     * @throws IOException if there is no such scratch
     */
    public Optional<Path> utilityVm(ContainerId id) throws IOException {
        throw new IOException("Layers of Windows can't be kept yet");
    }

    @Override
    public boolean hasUtilityVm(List<Digest> chain) {
        return false;
    }

    /**
     * Writes what a stopped container has changed as a layer's archive, uncompressed.
     *
     * @param tar stays open
     * @throws IOException if the container still runs, its scratch is damaged, or writing fails
     */
    public void export(ContainerId id, OutputStream tar) throws IOException {
        throw new IOException("Layers of Windows can't be kept yet");
    }

    @Override
    public void remove(ContainerId id) throws IOException {
        throw new IOException("Layers of Windows can't be kept yet");
    }

    @Override
    public void copy(Path from, Path to) throws IOException {
        throw new IOException("Windows doesn't fill new volumes with what the image has there");
    }

    @Override
    public long writtenBytes(ContainerId id) throws IOException {
        return 0;
    }

    @Override
    public void recover(Set<ContainerId> known, Set<ContainerId> running) throws IOException {}
}
