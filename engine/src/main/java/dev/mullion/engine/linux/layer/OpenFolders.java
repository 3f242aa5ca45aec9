package dev.mullion.engine.linux.layer;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.FileCalls;
import dev.mullion.engine.linux.libc.LibC;
import dev.mullion.engine.runtime.OpenFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folders of a layer that is being unpacked, held open, so that all else happens by a single
 * name in one of them.
 *
 * <p>Nothing can happen outside the layer: a folder is only ever opened by the kernel's own walk
 * that takes the layer's root for {@code /} (openat2 with RESOLVE_IN_ROOT), whatever symbolic links
 * the archive has put in the way, and the last name is never followed if it is a link. The open
 * folders stay right because nobody else writes here, and because whoever takes a folder or link
 * away says so ({@link #forget}).
 */
final class OpenFolders implements AutoCloseable {

    private static final int FOLDER =
            FileCalls.O_RDONLY | FileCalls.O_DIRECTORY | FileCalls.O_CLOEXEC;
    private static final int NEW_FILE =
            FileCalls.O_WRONLY
                    | FileCalls.O_CREAT
                    | FileCalls.O_EXCL
                    | FileCalls.O_NOFOLLOW
                    | FileCalls.O_CLOEXEC;
    private static final byte[] HERE = {'.', 0};
    private static final int MAX_OPEN = 64;
    private static final int AGAIN = 1000;

    private final int root;
    private final Memory how = new Memory(24);
    private final Memory placeHow = new Memory(24);
    private final Map<String, Integer> open = new LinkedHashMap<>(128, 0.75f, true);

    /** Opens the root. */
    OpenFolders(Path root) throws IOException {
        this(open(root));
    }

    /** Takes the root over, which is open. */
    OpenFolders(int root) {
        this.root = root;
        fill(how, FOLDER);
        fill(placeHow, FileCalls.O_PATH | FileCalls.O_CLOEXEC);
    }

    private static void fill(Memory how, int flags) {
        how.setLong(0, flags);
        how.setLong(8, 0);
        how.setLong(16, FileCalls.RESOLVE_IN_ROOT | FileCalls.RESOLVE_NO_MAGICLINKS);
    }

    /** Opens a root that somebody else has open too. */
    static OpenFolders sharing(int root) throws IOException {
        try {
            return new OpenFolders(FileCalls.openat(root, HERE, FOLDER, 0));
        } catch (LastErrorException e) {
            throw Errno.describe("Opening a folder again", e);
        }
    }

    private static int open(Path root) throws IOException {
        try {
            return LibC.open(root.toString(), FOLDER | FileCalls.O_NOFOLLOW);
        } catch (LastErrorException e) {
            throw Errno.describe("Opening " + root, e);
        }
    }

    /** The root, open. */
    int root() {
        return root;
    }

    /**
     * The folder of this path, open; it and those around it are made if missing. It stays open
     * during one call of {@link #existing}.
     */
    int making(String path) throws IOException {
        Integer known = known(path);
        if (known != null) {
            return known;
        }
        try {
            return opened(path);
        } catch (LastErrorException e) {
            if (e.getErrorCode() != Errno.ENOENT && e.getErrorCode() != Errno.ENOTDIR) {
                throw refused(path, e);
            }
            return made(path, e);
        }
    }

    private int made(String path, LastErrorException why) throws IOException {
        EntryPath entry = EntryPath.ofFolder(path);
        int around = making(entry.folder());
        byte[] name = FileCalls.name(TarEntry.bytes(entry.name()));
        try {
            FileCalls.mkdirat(around, name, 0755);
            return opened(path);
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Errno.EROFS) {
                throw refused(path, e);
            }
            if (e.getErrorCode() != Errno.EEXIST || !Whiteout.isAt(around, name)) {
                // a file, or a symbolic link to nothing
                throw refused(path, why);
            }
        }
        try {
            Whiteout.replaceByFolder(around, name, 0755);
            return opened(path);
        } catch (LastErrorException e) {
            throw refused(path, e);
        }
    }

    /** The folder of this path, open until the next call. */
    int existing(String path) throws IOException {
        Integer known = known(path);
        if (known != null) {
            return known;
        }
        try {
            return opened(path);
        } catch (LastErrorException e) {
            throw refused(path, e);
        }
    }

    /** Closes all but the root, because something that paths lead through was taken away. */
    void forget() {
        open.values().forEach(FileCalls::close);
        open.clear();
    }

    private @Nullable Integer known(String path) {
        return path.isEmpty() ? Integer.valueOf(root) : open.get(path);
    }

    private int opened(String path) {
        int folder = walk(path, how);
        remember(path, folder);
        return folder;
    }

    /**
     * What a path leads to, all links followed, to be used as a place only. Whoever asks closes it.
     *
     * @param path empty for the root
     * @throws LastErrorException if it isn't there, or its links go round
     */
    int place(String path) {
        return walk(path.isEmpty() ? "." : path, placeHow);
    }

    /** The same, made if it is missing: a folder, or an empty file. */
    int place(String path, boolean asFolder) throws IOException {
        try {
            return place(path);
        } catch (LastErrorException e) {
            if (e.getErrorCode() != Errno.ENOENT) {
                throw refused(path, e);
            }
        }
        if (asFolder) {
            making(path);
        } else {
            EntryPath file = EntryPath.ofFolder(path);
            byte[] name = FileCalls.name(TarEntry.bytes(file.name()));
            FileCalls.close(FileCalls.openat(making(file.folder()), name, NEW_FILE, 0644));
        }
        return place(path);
    }

    private int walk(String path, Memory flags) {
        byte[] name = FileCalls.name(TarEntry.bytes(path));
        for (int i = 0; ; i++) {
            try {
                return FileCalls.openat2(root, name, flags);
            } catch (LastErrorException e) {
                // the kernel asks to try again when anything on the machine is renamed while it
                // walks upwards
                if (e.getErrorCode() != Errno.EAGAIN || i == AGAIN) {
                    throw e;
                }
            }
        }
    }

    private void remember(String path, int folder) {
        if (open.size() == MAX_OPEN) {
            Iterator<Integer> oldest = open.values().iterator();
            FileCalls.close(oldest.next());
            oldest.remove();
        }
        open.put(path, folder);
    }

    private static IOException refused(String path, LastErrorException e) {
        return switch (e.getErrorCode()) {
            case Errno.ENOTDIR ->
                    EntryPath.refused(path, "entries are to go below it, but it is no folder");
            case Errno.ELOOP ->
                    EntryPath.refused(path, "entries are to go below it, but its links go round");
            case Errno.ENOENT, Errno.EEXIST ->
                    EntryPath.refused(path, "its entries' folder isn't in this layer");
            case Errno.EROFS ->
                    new OpenFiles.ReadOnlyFilesException(
                            TarEntry.readable(path) + " can't be made", e);
            case Errno.ENAMETOOLONG -> EntryPath.refused(path, "the name is too long");
            case Errno.ENOSYS ->
                    new IOException("Unpacking layers needs openat2, which Linux has since 5.6", e);
            default -> Errno.describe("Opening the folder " + TarEntry.readable(path), e);
        };
    }

    @Override
    public void close() {
        forget();
        FileCalls.close(root);
        how.close();
        placeHow.close();
    }
}
