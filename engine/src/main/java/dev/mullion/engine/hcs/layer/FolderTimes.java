package dev.mullion.engine.hcs.layer;

import dev.mullion.hcs.layer.BackupFile;
import dev.mullion.hcs.layer.BackupRoot;
import dev.mullion.hcs.layer.FileInfo;
import java.util.ArrayList;
import java.util.List;

/** Times of folders, which every change in them changes: so they are set last. */
final class FolderTimes {

    private record Folder(String path, FileInfo info) {}

    private final List<Folder> folders = new ArrayList<>();

    void add(String path, FileInfo info) {
        folders.add(new Folder(path, info));
    }

    /** Sets them, inner folders first. */
    void apply(BackupRoot root) {
        for (Folder folder : folders.reversed()) {
            try (BackupFile file = root.open(folder.path(), BackupRoot.Access.WRITE)) {
                file.set(folder.info());
            }
        }
    }
}
