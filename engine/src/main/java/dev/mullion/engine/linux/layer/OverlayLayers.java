package dev.mullion.engine.linux.layer;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.runtime.LayerStore;
import dev.mullion.engine.runtime.RootFileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Layers as folders, stacked by overlayfs. A layer doesn't depend on those below it. */
public final class OverlayLayers implements LayerStore {

    private final Path layersFolder;
    private final Path runFolder;
    private final ArchiveLimits limits;

    /**
     * Opens a store; {@link #recover} must come before anything else.
     *
     * @param layersFolder where layers and containers' changes are kept; made if missing
     * @param runFolder below it file systems are shown, at {@code c/<id>/rootfs}
     * @param limits of one layer's archive
     */
    public OverlayLayers(Path layersFolder, Path runFolder, ArchiveLimits limits)
            throws IOException {
        this.layersFolder = layersFolder;
        this.runFolder = runFolder;
        this.limits = limits;
    }

    @Override
    public String driver() {
        return "overlay2";
    }

    @Override
    public boolean has(List<Digest> chain) {
        throw soon();
    }

    @Override
    public void unpack(List<Digest> chain, InputStream tar) throws IOException {
        throw soon();
    }

    @Override
    public long bytes(List<Digest> chain) {
        throw soon();
    }

    @Override
    public void retain(Collection<List<Digest>> chains) throws IOException {
        throw soon();
    }

    @Override
    public void prepare(ContainerId id, List<Digest> chain) throws IOException {
        throw soon();
    }

    @Override
    public RootFileSystem mount(ContainerId id) throws IOException {
        throw soon();
    }

    @Override
    public void unmount(ContainerId id) throws IOException {
        throw soon();
    }

    @Override
    public void remove(ContainerId id) throws IOException {
        throw soon();
    }

    @Override
    public long writtenBytes(ContainerId id) throws IOException {
        throw soon();
    }

    @Override
    public void recover(Set<ContainerId> known, Set<ContainerId> running) throws IOException {
        throw soon();
    }

    private UnsupportedOperationException soon() {
        return new UnsupportedOperationException(
                layersFolder + " and " + runFolder + " with " + limits);
    }
}
