package dev.mullion.engine.hcs.layer;

import dev.mullion.engine.archive.BrokenArchiveException;
import dev.mullion.hcs.layer.BackupFile;
import dev.mullion.hcs.layer.BackupRoot;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a base layer: every file at its place, with all that Windows keeps of it. */
final class BaseLayerWriter implements LayerWriter {

    private final Windows windows;
    private final Path layer;
    private final BackupRoot root;
    private final LayerNames names = new LayerNames();
    private final FolderTimes times = new FolderTimes();
    private boolean utilityVm;

    /**
     * Begins.
     *
     * @param layer an empty folder
     */
    BaseLayerWriter(Windows windows, Path layer) {
        this.windows = windows;
        this.layer = layer;
        this.root = windows.files().open(layer);
    }

    @Override
    public Writing begin(EntryFacts facts) throws IOException {
        String path = names.add(facts.path(), facts.sort(), false);
        utilityVm |= facts.path().inUtilityFiles();
        OpenFiles open = new OpenFiles();
        try {
            begin(facts, path, open);
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
        if (facts.folder()) {
            times.add(path, facts.info());
        }
        return open;
    }

    private void begin(EntryFacts facts, String path, OpenFiles open) {
        BackupRoot.Kind kind = facts.folder() ? BackupRoot.Kind.DIRECTORY : BackupRoot.Kind.FILE;
        BackupFile file = open.file(root.create(path, kind));
        file.set(facts.info());
        open.into(file.restore(true));
        if (!facts.folder()) {
            BootFiles.copyOf(path)
                    .ifPresent(copy ->
                            open.into(
                                    open.file(root.create(copy, BackupRoot.Kind.FILE))
                                            .restore(false)));
        }
    }

    @Override
    public void link(LayerPath path, LayerPath target) throws IOException {
        String existing = names.spelled(target.path());
        if (existing == null || names.isFolder(existing)) {
            throw new BrokenArchiveException(
                    "The layer's archive links %s to %s, which isn't a file of it so far"
                            .formatted(path.path(), target.path()));
        }
        String name = names.add(path, LayerNames.Sort.FILE, false);
        utilityVm |= path.inUtilityFiles();
        root.link(root, existing, name);
    }

    @Override
    public void remove(LayerPath path) throws IOException {
        throw new BrokenArchiveException(
                "The base layer's archive removes %s, but there is nothing below a base layer"
                        .formatted(path.path()));
    }

    @Override
    public void finish() throws IOException {
        times.apply(root);
        if (utilityVm) {
            UtilityVm.requireRealFolder(root);
        }
        root.close();
        windows.layers().processBaseImage(layer);
        if (utilityVm) {
            windows.layers().processUtilityImage(layer.resolve(UtilityVm.FOLDER));
        }
    }

    @Override
    public void close() {
        root.close();
    }
}
