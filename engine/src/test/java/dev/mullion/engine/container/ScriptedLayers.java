package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.engine.runtime.LayerStore;
import dev.mullion.engine.runtime.RootFileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Knows which layers and file systems would be there, and shows an empty folder for each. */
final class ScriptedLayers implements LayerStore {

    private final Path folder;
    private final Set<List<Digest>> layers = new HashSet<>();
    private final Set<ContainerId> writable = new HashSet<>();
    private final Set<ContainerId> mounted = new HashSet<>();

    ScriptedLayers(Path folder) {
        this.folder = folder;
    }

    @Override
    public String driver() {
        return "scripted";
    }

    @Override
    public boolean baseFirst() {
        return false;
    }

    @Override
    public boolean hasUtilityVm(List<Digest> chain) {
        return true;
    }

    @Override
    public synchronized boolean has(List<Digest> chain) {
        return layers.contains(chain);
    }

    @Override
    public synchronized void unpack(List<Digest> chain, InputStream tar) throws IOException {
        tar.transferTo(OutputStream.nullOutputStream());
        layers.add(chain);
    }

    @Override
    public long bytes(List<Digest> chain) {
        return 7;
    }

    @Override
    public synchronized void retain(Collection<List<Digest>> chains) {
        layers.retainAll(chains);
    }

    @Override
    public synchronized void prepare(ContainerId id, List<Digest> chain) throws IOException {
        if (!layers.contains(chain)) {
            throw new IOException("There is no layer " + chain);
        }
        writable.add(id);
    }

    @Override
    public synchronized RootFileSystem mount(ContainerId id) throws IOException {
        if (!writable.contains(id)) {
            throw new IOException("There is no layer for " + id);
        }
        mounted.add(id);
        Path root = Files.createDirectories(folder.resolve(id.hex()));
        return new RootFileSystem(List.of(), root, root);
    }

    @Override
    public synchronized void unmount(ContainerId id) {
        mounted.remove(id);
    }

    @Override
    public synchronized void remove(ContainerId id) {
        mounted.remove(id);
        writable.remove(id);
    }

    @Override
    public void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
    }

    @Override
    public long writtenBytes(ContainerId id) {
        return 3;
    }

    @Override
    public synchronized void recover(Set<ContainerId> known, Set<ContainerId> running) {
        writable.retainAll(known);
        mounted.retainAll(running);
    }

    synchronized Set<ContainerId> writable() {
        return Set.copyOf(writable);
    }

    synchronized Set<ContainerId> mounted() {
        return Set.copyOf(mounted);
    }
}
