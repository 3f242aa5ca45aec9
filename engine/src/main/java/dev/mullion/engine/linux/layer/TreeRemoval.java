package dev.mullion.engine.linux.layer;

import com.sun.jna.LastErrorException;
import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.FileCalls;
import java.io.IOException;

/** Removes a folder with all in it from a tree that others may change meanwhile. */
final class TreeRemoval {

    private static final int DEEPEST = 400;
    private static final int FOLDER =
            FileCalls.O_RDONLY | FileCalls.O_DIRECTORY | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC;

    private TreeRemoval() {}

    /** Removes what has a name in a folder, whatever it is; links aren't followed. */
    static void remove(int around, byte[] name) throws IOException {
        remove(around, name, 0);
    }

    private static void remove(int around, byte[] name, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("A folder more than " + DEEPEST + " deep can't be removed");
        }
        try {
            FileCalls.unlinkat(around, name, 0);
            return;
        } catch (LastErrorException e) {
            if (e.getErrorCode() != Errno.EISDIR) {
                throw e;
            }
        }
        int folder = FileCalls.openat(around, name, FOLDER, 0);
        try {
            FolderNames.each(
                    folder,
                    inner -> remove(folder, FileCalls.name(TarEntry.bytes(inner)), depth + 1));
        } finally {
            FileCalls.close(folder);
        }
        FileCalls.unlinkat(around, name, FileCalls.AT_REMOVEDIR);
    }
}
