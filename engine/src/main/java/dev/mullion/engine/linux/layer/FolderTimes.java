package dev.mullion.engine.linux.layer;

import com.sun.jna.LastErrorException;
import dev.mullion.engine.archive.BrokenArchiveException;
import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarEntry.Time;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.FileCalls;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The times of folders, which can be set only when nothing more is put into them. */
final class FolderTimes {

    /** So that an archive of folders alone can't fill the engine's memory. */
    private static final long MAX_MEMORY = 48L * 1024 * 1024;

    private static final int MEMORY_EACH = 160;

    private record Times(Time accessed, Time modified) {}

    private final TreeMap<String, Times> times = new TreeMap<>();
    private long memory;

    /** Remembers a folder's times; those of a later entry win. */
    void put(String path, TarEntry folder) throws BrokenArchiveException {
        if (times.put(path, new Times(folder.accessed(), folder.modified())) == null) {
            memory += MEMORY_EACH + path.length();
            if (memory > MAX_MEMORY) {
                throw new BrokenArchiveException(
                        "The archive has more than the " + times.size() + " folders we can handle");
            }
        }
    }

    /** Forgets a folder that was taken away, and all in it. */
    void drop(String path) {
        times.remove(path);
        // '0' follows '/': all names that start with the folder's and a slash
        times.subMap(path + "/", path + "0").clear();
    }

    /** Sets them. */
    void restore(OpenFolders folders, Metadata metadata) throws IOException {
        for (Map.Entry<String, Times> entry : times.entrySet()) {
            try {
                restore(EntryPath.ofFolder(entry.getKey()), entry.getValue(), folders, metadata);
            } catch (BrokenArchiveException e) {
                // replaced by way of another name of the same folder: it isn't there any more
            } catch (LastErrorException e) {
                // likewise
                if (e.getErrorCode() != Errno.ENOENT) {
                    throw Errno.describe(
                            "Setting times of " + TarEntry.readable(entry.getKey()), e);
                }
            }
        }
    }

    private static void restore(EntryPath path, Times when, OpenFolders folders, Metadata metadata)
            throws IOException {
        if (path.equals(EntryPath.ROOT)) {
            metadata.setTimes(folders.root(), when.accessed(), when.modified());
            return;
        }
        metadata.setTimes(
                folders.existing(path.folder()),
                FileCalls.name(TarEntry.bytes(path.name())),
                when.accessed(),
                when.modified());
    }
}
