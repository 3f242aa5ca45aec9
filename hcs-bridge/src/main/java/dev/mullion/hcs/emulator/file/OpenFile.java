package dev.mullion.hcs.emulator.file;

import com.sun.jna.Pointer;
import dev.mullion.hcs.emulator.Refusal;
import dev.mullion.hcs.layer.FileInfo;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a handle of a file stands for. Used by one thread at a time, as a synchronous handle is. */
final class OpenFile {

    private static final int GENERIC_READ = 0x80000000;
    private static final int GENERIC_WRITE = 0x40000000;
    private static final int READ_DATA = 0x1;
    private static final int WRITE_DATA = 0x2;
    private static final int DELETE = 0x10000;

    private final FileTree tree;
    private final List<String> parts;
    private final StoredFile file;
    private final int access;
    private final int share;
    private @Nullable FileInfo sticky;
    private @Nullable InputStream reading;
    private @Nullable OutputStream writing;
    private @Nullable Deque<StoredFile> listing;
    private boolean gone;

    OpenFile(FileTree tree, List<String> parts, StoredFile file, int access, int share) {
        this.tree = tree;
        this.parts = List.copyOf(parts);
        this.file = file;
        this.access = access;
        this.share = share;
    }

    FileTree tree() {
        return tree;
    }

    List<String> parts() {
        return parts;
    }

    StoredFile file() {
        return file;
    }

    static boolean reads(int access) {
        return (access & (GENERIC_READ | READ_DATA)) != 0;
    }

    static boolean writes(int access) {
        return (access & (GENERIC_WRITE | WRITE_DATA)) != 0;
    }

    static boolean deletes(int access) {
        return (access & DELETE) != 0;
    }

    boolean deletes() {
        return deletes(access);
    }

    /** Whether somebody else may open the same file in that way, too. */
    boolean allows(int othersAccess, int othersShare) {
        return compatible(othersAccess, share) && compatible(access, othersShare);
    }

    private static boolean compatible(int access, int share) {
        return !(reads(access) && (share & 1) == 0)
                && !(writes(access) && (share & 2) == 0)
                && !(deletes(access) && (share & 4) == 0);
    }

    /** Times that were set by hand stay, whatever is written through this handle afterwards. */
    void set(FileInfo info) throws IOException {
        file.set(info);
        sticky = file.info();
    }

    void markGone() {
        gone = true;
    }

    /** What is left to list; from the beginning if asked. */
    Deque<StoredFile> listing(boolean restart) throws IOException {
        Deque<StoredFile> left = listing;
        if (left == null || restart) {
            left = new ArrayDeque<>(tree.list(parts));
            listing = left;
        }
        return left;
    }

    /** {@code ReadFile}: returns how many bytes, 0 at the end. */
    int read(Pointer memory, int count) throws IOException {
        InputStream from = reading;
        if (from == null) {
            requireReads();
            from = file.content();
            reading = from;
        }
        byte[] bytes = from.readNBytes(count);
        memory.write(0, bytes, 0, bytes.length);
        return bytes.length;
    }

    /** {@code WriteFile}, which begins with an empty file. */
    int write(Pointer memory, int count) throws IOException {
        OutputStream to = writing;
        if (to == null) {
            requireWrites();
            to = file.write(false);
            writing = to;
        }
        to.write(memory.getByteArray(0, count));
        return count;
    }

    void requireReads() throws FileProblem {
        if (!reads(access)) {
            throw new FileProblem(FileProblem.ACCESS_DENIED, file.toString());
        }
    }

    void requireWrites() throws FileProblem {
        if (!writes(access)) {
            throw new FileProblem(FileProblem.ACCESS_DENIED, file.toString());
        }
    }

    static Refusal refused(IOException cause) {
        FileProblem problem = FileProblem.of(cause);
        return Refusal.win32(problem.code(), String.valueOf(problem.getMessage()));
    }

    void close() throws IOException {
        close(reading);
        close(writing);
        FileInfo kept = sticky;
        if (kept != null && !gone) {
            file.set(kept);
        }
    }

    private static void close(@Nullable Closeable stream) throws IOException {
        if (stream != null) {
            stream.close();
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
