package dev.mullion.engine.linux.layer;

import com.sun.jna.LastErrorException;
import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarReader;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.FileCalls;
import dev.mullion.engine.linux.libc.LibC;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes the entries of a layer into a private, empty folder, and whiteouts as overlayfs has them.
 * For one thread.
 */
final class LayerTree implements AutoCloseable {

    private static final int FOLDER =
            FileCalls.O_RDONLY | FileCalls.O_DIRECTORY | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC;

    private final OpenFolders folders;
    private final TreeWriter tree;
    private final int replaced;
    private long moved;

    /**
     * Starts in two empty folders.
     *
     * @param root becomes the layer
     * @param replaced takes folders in whose place the archive puts something else
     */
    LayerTree(Path root, Path replaced) throws IOException {
        this.folders = new OpenFolders(root);
        this.replaced = LibC.open(replaced.toString(), FOLDER);
        this.tree = new TreeWriter(folders, "", this::moveAway);
    }

    /** Bytes of files written so far. */
    long written() {
        return tree.written();
    }

    /** Writes an entry with what the reader has of it. */
    void add(TarEntry entry, TarReader data) throws IOException {
        EntryPath path = EntryPath.of(entry.name());
        switch (Whiteout.of(path)) {
            case NAME -> tree.add(path, entry, data);
            case REMOVED -> Whiteout.put(folders.making(path.folder()), hidden(path));
            case OPAQUE -> Whiteout.makeOpaque(folders.making(path.folder()));
            case IGNORED -> {
                // see Whiteout.Meaning
            }
        }
    }

    private static byte[] hidden(EntryPath path) throws IOException {
        return FileCalls.name(TarEntry.bytes(Whiteout.hidden(path)));
    }

    /** A folder can't be removed at once, so it is moved to where nobody looks. */
    private boolean moveAway(int folder, byte[] name, TarEntry entry) {
        try {
            FileCalls.unlinkat(folder, name, 0);
            return false;
        } catch (LastErrorException e) {
            if (e.getErrorCode() != Errno.EISDIR) {
                throw e;
            }
            byte[] place = FileCalls.name(TarEntry.bytes(Long.toString(moved++)));
            FileCalls.renameat(folder, name, replaced, place);
            return true;
        }
    }

    /** Gives folders their times, which changed with every entry made in them. */
    void finish() throws IOException {
        tree.finish();
    }

    @Override
    public void close() {
        tree.close();
        FileCalls.close(replaced);
    }
}
