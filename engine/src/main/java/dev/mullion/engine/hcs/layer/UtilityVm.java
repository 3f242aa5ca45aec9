package dev.mullion.engine.hcs.layer;

import dev.mullion.engine.archive.BrokenArchiveException;
import dev.mullion.hcs.layer.BackupFile;
import dev.mullion.hcs.layer.BackupRoot;
import dev.mullion.hcs.layer.FileInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The small system that a utility VM boots, of which every layer that changes it has its own. */
final class UtilityVm {

    static final String FOLDER = "UtilityVM";
    static final String FILES = "UtilityVM\\Files";

    private UtilityVm() {}

    /** What finishes a utility VM would follow a link. */
    static void requireRealFolder(BackupRoot layer) throws IOException {
        try (BackupFile folder = layer.open(FOLDER, BackupRoot.Access.INFO)) {
            FileInfo info = folder.info();
            if (!info.directory() || info.reparsePoint()) {
                throw new BrokenArchiveException("The layer's UtilityVM isn't a folder but a link");
            }
        }
    }

    /**
     * Gives a layer all files of a utility VM below it. Folders, links and what will be changed are
     * copied; everything else is the same file by one more name, which costs no room.
     */
    static void copy(BackupRoot from, BackupRoot to) throws IOException {
        requireRealFolder(from);
        to.create(FOLDER, BackupRoot.Kind.DIRECTORY).close();
        FolderTimes times = new FolderTimes();
        copy(from, to, FILES, times);
        times.apply(to);
    }

    private static void copy(BackupRoot from, BackupRoot to, String path, FolderTimes times)
            throws IOException {
        FileInfo info = copyOne(from, to, path);
        if (info.reparsePoint()) {
            return;
        }
        times.add(path, info);
        for (BackupRoot.Entry entry : from.list(path)) {
            String below = path + "\\" + entry.name();
            if (entry.info().directory() && !entry.info().reparsePoint()) {
                copy(from, to, below, times);
            } else if (entry.info().reparsePoint() || BootFiles.copyOf(below).isPresent()) {
                FileInfo copied = copyOne(from, to, below);
                if (copied.directory()) {
                    times.add(below, copied);
                }
            } else {
                to.link(from, below, below);
            }
        }
    }

    private static FileInfo copyOne(BackupRoot from, BackupRoot to, String path)
            throws IOException {
        try (BackupFile source = from.open(path, BackupRoot.Access.READ)) {
            FileInfo info = source.info();
            BackupRoot.Kind kind =
                    info.directory() ? BackupRoot.Kind.DIRECTORY : BackupRoot.Kind.FILE;
            try (BackupFile copy = to.create(path, kind);
                    InputStream in = source.backup(true);
                    OutputStream out = copy.restore(true)) {
                copy.set(info);
                in.transferTo(out);
            }
            return info;
        }
    }
}
