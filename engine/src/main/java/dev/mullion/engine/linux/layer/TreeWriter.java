package dev.mullion.engine.linux.layer;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.mullion.engine.archive.BrokenArchiveException;
import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarEntry.Kind;
import dev.mullion.engine.archive.TarReader;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.FileCalls;
import dev.mullion.engine.linux.libc.LibC;
import dev.mullion.engine.runtime.OpenFiles;
import java.io.IOException;

/**
 * Writes the entries of one archive below a folder. Why nothing can land outside of it is said at
 * {@link OpenFolders}; a file is only ever made new (O_EXCL), so that none that was there before is
 * written through a link or device. For one thread.
 */
final class TreeWriter implements AutoCloseable {

    private static final int FIFO = 0010000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int BLOCK_DEVICE = 0060000;
    private static final int NEW_FILE =
            FileCalls.O_WRONLY
                    | FileCalls.O_CREAT
                    | FileCalls.O_EXCL
                    | FileCalls.O_NOFOLLOW
                    | FileCalls.O_CLOEXEC;
    private static final int FOLDER =
            FileCalls.O_RDONLY | FileCalls.O_DIRECTORY | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC;

    private final OpenFolders folders;
    private final Replacement replacement;
    private final String below;
    private final Metadata metadata = new Metadata();
    private final FolderTimes folderTimes = new FolderTimes();
    private final byte[] buffer = new byte[256 * 1024];
    private final Memory bytes = new Memory(buffer.length);
    private long written;

    /** Takes away what stands where an entry is to go. */
    interface Replacement {

        /**
         * Makes room.
         *
         * @param folder the folder around it, open
         * @param name what is there
         * @param entry what is to take its place
         * @return whether a folder went
         */
        boolean remove(int folder, byte[] name, TarEntry entry) throws IOException;
    }

    /**
     * Starts.
     *
     * @param folders the tree; closed with this
     * @param below the path in it that is the archive's root; empty for the tree's own
     * @param replacement decides what may be replaced
     */
    TreeWriter(OpenFolders folders, String below, Replacement replacement) {
        this.folders = folders;
        this.below = below;
        this.replacement = replacement;
    }

    /** Bytes of files written so far. */
    long written() {
        return written;
    }

    /** Gives folders their times, which changed with every entry made in them. */
    void finish() throws IOException {
        folderTimes.restore(folders, metadata);
    }

    /** Writes an entry with what the reader has of it. */
    void add(EntryPath path, TarEntry entry, TarReader data) throws IOException {
        if (path.equals(EntryPath.ROOT)) {
            addRoot(entry);
            return;
        }
        int folder = folders.making(path.folder());
        byte[] name = bytes(path.name());
        try {
            switch (entry.kind()) {
                case FILE -> addFile(folder, name, path, entry, data);
                case FOLDER -> addFolder(folder, name, path, entry);
                case HARD_LINK -> addHardLink(name, path, entry);
                case SYMBOLIC_LINK -> addSymbolicLink(folder, name, path, entry);
                case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO -> addNode(folder, name, path, entry);
            }
        } catch (LastErrorException e) {
            throw failed(path, e);
        }
    }

    private void addRoot(TarEntry entry) throws IOException {
        if (entry.kind() != Kind.FOLDER) {
            throw EntryPath.refused(entry.name(), "the layer's root must be a folder");
        }
        metadata.apply(folders.root(), entry, false);
        folderTimes.put("", entry);
    }

    private void addFile(int folder, byte[] name, EntryPath path, TarEntry entry, TarReader data)
            throws IOException {
        int file = newFile(folder, name, path, entry);
        try {
            if (entry.sparse()) {
                writeSegments(file, entry, data);
            } else {
                write(file, entry.size(), data);
            }
            metadata.apply(file, entry, true);
        } finally {
            FileCalls.close(file);
        }
    }

    private int newFile(int folder, byte[] name, EntryPath path, TarEntry entry)
            throws IOException {
        int mode = entry.mode() & 0777;
        try {
            return FileCalls.openat(folder, name, NEW_FILE, mode);
        } catch (LastErrorException e) {
            requireTaken(e);
            return FileCalls.openat(makeRoom(path, name, entry), name, NEW_FILE, mode);
        }
    }

    private void write(int file, long size, TarReader data) throws IOException {
        long rest = size;
        while (rest > 0) {
            int length = fill(rest, data);
            for (int done = 0; done < length; ) {
                done += (int) FileCalls.write(file, from(done), length - done);
            }
            rest -= length;
        }
    }

    private void writeSegments(int file, TarEntry entry, TarReader data) throws IOException {
        for (TarEntry.Segment segment : entry.segments()) {
            long offset = segment.offset();
            long rest = segment.length();
            while (rest > 0) {
                int length = fill(rest, data);
                for (int done = 0; done < length; ) {
                    int count = (int) FileCalls.pwrite(file, from(done), length - done, offset);
                    done += count;
                    offset += count;
                }
                rest -= length;
            }
        }
        FileCalls.ftruncate(file, entry.size());
    }

    private Pointer from(int done) {
        return done == 0 ? bytes : bytes.share(done);
    }

    private int fill(long rest, TarReader data) throws IOException {
        int length = data.read(buffer, 0, (int) Math.min(buffer.length, rest));
        bytes.write(0, buffer, 0, length);
        written += length;
        return length;
    }

    private void addFolder(int folder, byte[] name, EntryPath path, TarEntry entry)
            throws IOException {
        boolean isNew = madeFolder(folder, name, path, entry);
        if (!isNew || !metadata.isPlain(entry)) {
            int open = FileCalls.openat(folders.making(path.folder()), name, FOLDER, 0);
            try {
                metadata.apply(open, entry, false);
            } finally {
                FileCalls.close(open);
            }
        }
        folderTimes.put(path.path(), entry);
    }

    private boolean madeFolder(int folder, byte[] name, EntryPath path, TarEntry entry)
            throws IOException {
        int mode = entry.mode() & 0777;
        try {
            FileCalls.mkdirat(folder, name, mode);
            return true;
        } catch (LastErrorException e) {
            requireTaken(e);
        }
        if (isFolder(folder, name)) {
            return false;
        }
        if (Whiteout.isAt(folder, name)) {
            Whiteout.replaceByFolder(folder, name, mode);
        } else {
            FileCalls.mkdirat(makeRoom(path, name, entry), name, mode);
        }
        return true;
    }

    private static boolean isFolder(int folder, byte[] name) {
        try {
            FileCalls.close(FileCalls.openat(folder, name, FOLDER, 0));
            return true;
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Errno.ENOTDIR || e.getErrorCode() == Errno.ELOOP) {
                return false;
            }
            throw e;
        }
    }

    private void addHardLink(byte[] name, EntryPath path, TarEntry entry) throws IOException {
        EntryPath target = EntryPath.below(entry.link()).in(below);
        if (target.equals(EntryPath.ROOT) || target.equals(path)) {
            throw EntryPath.refused(
                    entry.name(), "this hard link can't be one to itself or the root");
        }
        byte[] targetName = bytes(target.name());
        int to = folders.making(path.folder());
        int from = folders.existing(target.folder());
        try {
            FileCalls.linkat(from, targetName, to, name, 0);
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Errno.ENOENT) {
                throw EntryPath.refused(
                        entry.name(),
                        "this hard link is to "
                                + TarEntry.readable(entry.link())
                                + ", which isn't there");
            }
            requireTaken(e);
            to = makeRoom(path, name, entry);
            from = folders.existing(target.folder());
            FileCalls.linkat(from, targetName, to, name, 0);
        }
    }

    private void addSymbolicLink(int folder, byte[] name, EntryPath path, TarEntry entry)
            throws IOException {
        path.requireInside(entry.link());
        byte[] target = bytes(entry.link());
        int in = folder;
        try {
            FileCalls.symlinkat(target, in, name);
        } catch (LastErrorException e) {
            requireTaken(e);
            in = makeRoom(path, name, entry);
            FileCalls.symlinkat(target, in, name);
        }
        metadata.applyToLink(in, name, entry);
    }

    private void addNode(int folder, byte[] name, EntryPath path, TarEntry entry)
            throws IOException {
        int type =
                switch (entry.kind()) {
                    case CHARACTER_DEVICE -> CHARACTER_DEVICE;
                    case BLOCK_DEVICE -> BLOCK_DEVICE;
                    default -> FIFO;
                };
        long device = LibC.makedev(entry.major(), entry.minor());
        int in = folder;
        try {
            FileCalls.mknodat(in, name, type | (entry.mode() & 0777), device);
        } catch (LastErrorException e) {
            requireTaken(e);
            in = makeRoom(path, name, entry);
            FileCalls.mknodat(in, name, type | (entry.mode() & 0777), device);
        }
        metadata.applyToNode(in, name, entry);
    }

    /**
     * Takes away what has an entry's name: the later one wins. A folder goes with all in it.
     *
     * @return the folder around it, open
     */
    private int makeRoom(EntryPath path, byte[] name, TarEntry entry) throws IOException {
        folders.forget();
        int folder = folders.making(path.folder());
        if (replacement.remove(folder, name, entry)) {
            folderTimes.drop(path.path());
        }
        return folder;
    }

    private static void requireTaken(LastErrorException e) {
        if (e.getErrorCode() != Errno.EEXIST) {
            throw e;
        }
    }

    private static IOException failed(EntryPath path, LastErrorException e) {
        return switch (e.getErrorCode()) {
            case Errno.ENAMETOOLONG ->
                    new BrokenArchiveException(
                            TarEntry.readable(path.path()) + ": a name of this entry is too long");
            case Errno.ENOSPC -> new IOException("Unpacking: no space left on device", e);
            case Errno.EROFS ->
                    new OpenFiles.ReadOnlyFilesException(
                            TarEntry.readable(path.path()) + " can't be written", e);
            default -> Errno.describe("Unpacking " + TarEntry.readable(path.path()), e);
        };
    }

    private static byte[] bytes(String name) {
        return FileCalls.name(TarEntry.bytes(name));
    }

    @Override
    public void close() {
        folders.close();
        metadata.close();
        bytes.close();
    }
}
