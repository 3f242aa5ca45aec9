package dev.mullion.engine.hcs.layer;

import dev.mullion.engine.archive.BrokenArchiveException;
import dev.mullion.engine.hcs.layer.LayerPath.Area;
import dev.mullion.hcs.layer.BackupFile;
import dev.mullion.hcs.layer.BackupRoot;
import dev.mullion.hcs.layer.FileInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a layer on top of others: into a folder from which Windows merges it with those. Only a
 * utility VM is written at its place.
 */
final class UpperLayerWriter implements LayerWriter {

    private final Windows windows;
    private final Path layer;
    private final Path source;
    private final List<Path> parents;
    private final BackupRoot target;
    private final BackupRoot into;
    private final List<BackupRoot> below = new ArrayList<>();
    private final LayerNames names = new LayerNames();
    private final FolderTimes times = new FolderTimes();
    private final Set<String> removed = new LinkedHashSet<>();
    private final List<Link> links = new ArrayList<>();

    /**
     * Folders that are links: Windows makes them, so nothing may be written through them before.
     */
    private final List<String> linkFolders = new ArrayList<>();

    private boolean utilityVm;

    private record Link(String path, BackupRoot from, String target) {}

    /**
     * Begins.
     *
     * @param layer an empty folder, where the layer will be
     * @param source an empty folder, from which it is merged
     * @param parents the layers below, nearest first
     */
    UpperLayerWriter(Windows windows, Path layer, Path source, List<Path> parents) {
        this.windows = windows;
        this.layer = layer;
        this.source = source;
        this.parents = parents;
        this.target = windows.files().open(layer);
        try {
            this.into = windows.files().open(source);
            parents.forEach(parent -> below.add(windows.files().open(parent)));
        } catch (RuntimeException e) {
            close(e);
            throw e;
        }
    }

    private void close(RuntimeException failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public Writing begin(EntryFacts facts) throws IOException {
        if (facts.path().area() == Area.UTILITY_VM) {
            return beginInUtilityVm(facts);
        }
        String path = names.add(facts.path(), facts.sort(), false);
        OpenFiles open = new OpenFiles();
        try {
            beginInSource(facts, path, open);
        } catch (IOException | RuntimeException e) {
            open.close();
            throw e;
        }
        if (facts.folder()) {
            times.add(path, facts.info());
        }
        return open;
    }

    private void beginInSource(EntryFacts facts, String path, OpenFiles open) throws IOException {
        String name = path;
        if (facts.folder()) {
            if (facts.link() == null) {
                into.create(path, BackupRoot.Kind.DIRECTORY).close();
            } else {
                linkFolders.add(path);
            }
            name = path + LayerPath.FOLDER_METADATA;
        }
        BackupFile file = open.file(into.create(name, BackupRoot.Kind.FILE));
        file.set(facts.info().withAttributes(0));
        if (facts.path().area() == Area.HIVES && !facts.path().top()) {
            open.into(file.restore(false));
        } else {
            OutputStream out = open.into(file.write());
            out.write(
                    ByteBuffer.allocate(4)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(facts.info().attributes())
                            .array());
        }
    }

    private Writing beginInUtilityVm(EntryFacts facts) throws IOException {
        beginUtilityVm();
        LayerPath path = facts.path();
        if (path.top()) {
            return new OpenFiles(); // the folder has what it had in the layer below
        }
        requireInUtilityFiles(path);
        String name = names.add(path, facts.sort(), true);
        OpenFiles open = new OpenFiles();
        try {
            BackupFile file = open.file(replace(facts, name));
            file.set(facts.info());
            open.into(file.restore(true));
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
        if (facts.folder()) {
            times.add(name, facts.info());
        }
        return open;
    }

    /**
     * A file that is there by a name of a layer below must not be written: that is the same file.
     */
    private BackupFile replace(EntryFacts facts, String path) {
        if (!facts.folder()) {
            target.deleteTree(path);
            return target.create(path, BackupRoot.Kind.FILE);
        }
        FileInfo there = infoOf(target, path);
        boolean same =
                there != null
                        && there.directory()
                        && there.reparsePoint() == (facts.link() != null);
        if (same && facts.link() == null) {
            return target.open(path, BackupRoot.Access.WRITE);
        }
        if (there != null) {
            target.deleteTree(path);
        }
        return target.create(path, BackupRoot.Kind.DIRECTORY);
    }

    private static @Nullable FileInfo infoOf(BackupRoot root, String path) {
        if (!root.exists(path)) {
            return null;
        }
        try (BackupFile file = root.open(path, BackupRoot.Access.INFO)) {
            return file.info();
        }
    }

    private void beginUtilityVm() throws IOException {
        if (utilityVm) {
            return;
        }
        for (BackupRoot parent : below) {
            if (parent.exists(UtilityVm.FILES)) {
                UtilityVm.copy(parent, target);
                utilityVm = true;
                return;
            }
        }
        throw new BrokenArchiveException(
                "The layer's archive changes a utility VM, but no layer below has one");
    }

    private static void requireInUtilityFiles(LayerPath path) throws BrokenArchiveException {
        if (!path.inUtilityFiles()) {
            throw new BrokenArchiveException(
                    "The layer's archive has %s; of a utility VM only Files may change"
                            .formatted(path.path()));
        }
    }

    @Override
    public void link(LayerPath path, LayerPath existing) throws IOException {
        if (path.area() == Area.HIVES || existing.area() == Area.HIVES || path.top()) {
            throw new BrokenArchiveException(
                    "The layer's archive links %s to %s, but only files can be linked"
                            .formatted(path.path(), existing.path()));
        }
        if (path.area() == Area.UTILITY_VM || existing.area() == Area.UTILITY_VM) {
            beginUtilityVm();
        }
        Link link = found(path, existing);
        String name = names.add(path, LayerNames.Sort.FILE, path.area() == Area.UTILITY_VM);
        links.add(new Link(name, link.from(), link.target()));
    }

    /** What is linked to, in this layer, or in the nearest below that has it. */
    private Link found(LayerPath path, LayerPath existing) throws BrokenArchiveException {
        String own = names.spelled(existing.path());
        if (own != null && !names.isFolder(own)) {
            return new Link(path.path(), target, own);
        }
        List<BackupRoot> places =
                existing.area() == Area.UTILITY_VM ? List.of(target) : List.copyOf(below);
        for (BackupRoot place : places) {
            FileInfo info = own != null ? null : infoOf(place, existing.path());
            if (info != null && !info.directory()) {
                return new Link(path.path(), place, existing.path());
            }
        }
        throw new BrokenArchiveException(
                "The layer's archive links %s to %s, which is a file of neither it nor a layer below"
                        .formatted(path.path(), existing.path()));
    }

    @Override
    public void remove(LayerPath path) throws IOException {
        if (path.top() || path.area() == Area.HIVES) {
            throw new BrokenArchiveException(
                    "The layer's archive removes %s, but only files can be removed"
                            .formatted(path.path()));
        }
        if (path.area() == Area.FILES) {
            removed.add(path.path());
            return;
        }
        beginUtilityVm();
        requireInUtilityFiles(path);
        if (!target.deleteTree(path.path())) {
            throw new BrokenArchiveException(
                    "The layer's archive removes %s, which isn't there".formatted(path.path()));
        }
    }

    @Override
    public void finish() throws IOException {
        linkFolders.forEach(path -> into.create(path, BackupRoot.Kind.DIRECTORY).close());
        into.close();
        windows.layers().importLayer(layer, source, windows.parents(parents));
        removed.forEach(this::takeAway);
        for (Link link : links) {
            target.deleteTree(link.path());
            target.link(link.from(), link.target(), link.path());
        }
        times.apply(target);
        if (utilityVm) {
            UtilityVm.requireRealFolder(target);
            closeFolders();
            windows.layers().processUtilityImage(layer.resolve(UtilityVm.FOLDER));
        }
    }

    /** A removal is of what layers below have; what this layer has of the same name stays. */
    private void takeAway(String path) {
        if (!names.has(path)) {
            target.deleteTree(path);
        } else if (names.isFolder(path)) {
            for (BackupRoot.Entry entry : target.list(path)) {
                takeAway(path + "\\" + entry.name());
            }
        }
    }

    private void closeFolders() {
        target.close();
        below.forEach(BackupRoot::close);
    }

    @Override
    @SuppressWarnings("NullAway") // the constructor calls this, too
    public void close() {
        closeFolders();
        if (into != null) {
            into.close();
        }
    }
}
