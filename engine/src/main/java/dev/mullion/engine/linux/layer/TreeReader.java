package dev.mullion.engine.linux.layer;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import dev.mullion.engine.archive.TarEntry;
import dev.mullion.engine.archive.TarEntry.Kind;
import dev.mullion.engine.archive.TarEntry.Segment;
import dev.mullion.engine.archive.TarEntry.Time;
import dev.mullion.engine.archive.TarWriter;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.FileCalls;
import dev.mullion.engine.runtime.FileFacts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Packs files of a tree that others may change meanwhile. Every folder is held open while what is
 * in it is packed, and no name is ever followed if it is a link, so that nothing outside is read.
 * What goes away before it is reached is left out; sockets can't be packed and are left out too.
 */
final class TreeReader implements AutoCloseable {

    /** Each level holds a folder open. */
    private static final int DEEPEST = 400;

    private static final int FOLDER =
            FileCalls.O_RDONLY | FileCalls.O_DIRECTORY | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC;
    private static final int FILE =
            FileCalls.O_RDONLY | FileCalls.O_NOFOLLOW | FileCalls.O_NONBLOCK | FileCalls.O_CLOEXEC;
    private static final byte[] CAPABILITY = FileCalls.name(TarEntry.bytes("security.capability"));
    private static final long MOST_LINKED_BYTES = 8L << 20;
    private static final int LONGEST_LINK = 4096;
    private static final int LARGEST_CAPABILITY = 256;

    private final TarWriter out;
    private final Map<List<Long>, String> linked = new HashMap<>();
    private long linkedBytes;
    private final Memory buffer = new Memory(64 * 1024);

    TreeReader(TarWriter out) {
        this.out = out;
    }

    /** Packs an open folder under a name, with all below it; empty for what is below it alone. */
    void addOpen(int folder, String as) throws IOException {
        try {
            addFolder(folder, as, 0);
        } catch (LastErrorException e) {
            throw Errno.describe("Reading " + TarEntry.readable(as), e);
        }
    }

    /** Packs what has a name in a folder. */
    void add(int folder, byte[] name, String as) throws IOException {
        add(folder, name, as, 0);
    }

    private void add(int folder, byte[] name, String as, int depth) throws IOException {
        try {
            FileStatus status = FileStatus.find(folder, name).orElse(null);
            if (status == null) {
                return;
            }
            switch (status.kind()) {
                case FOLDER -> {
                    int open = FileCalls.openat(folder, name, FOLDER, 0);
                    try {
                        addFolder(open, as, depth);
                    } finally {
                        FileCalls.close(open);
                    }
                }
                case FILE -> addFile(folder, name, as);
                case LINK -> out.add(entry(status, Kind.SYMBOLIC_LINK, as, link(folder, name)));
                case CHARACTER_DEVICE -> out.add(entry(status, Kind.CHARACTER_DEVICE, as, ""));
                case BLOCK_DEVICE -> out.add(entry(status, Kind.BLOCK_DEVICE, as, ""));
                case FIFO -> out.add(entry(status, Kind.FIFO, as, ""));
                case SOCKET -> {
                    // nobody could connect to it elsewhere
                }
            }
        } catch (LastErrorException e) {
            if (!hasGone(e)) {
                throw Errno.describe("Reading " + TarEntry.readable(as), e);
            }
        }
    }

    /** It went away, or something else took its place, since it was seen. */
    private static boolean hasGone(LastErrorException e) {
        return e.getErrorCode() == Errno.ENOENT
                || e.getErrorCode() == Errno.ELOOP
                || e.getErrorCode() == Errno.ENOTDIR
                || e.getErrorCode() == Errno.EINVAL;
    }

    private void addFolder(int open, String as, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException(
                    TarEntry.readable(as)
                            + " is more than "
                            + DEEPEST
                            + " folders deep, which can't be packed");
        }
        if (!as.isEmpty()) {
            out.add(entry(FileStatus.of(open), Kind.FOLDER, as + "/", ""));
        }
        String prefix = as.isEmpty() ? "" : as + "/";
        FolderNames.each(
                open,
                name -> add(open, FileCalls.name(TarEntry.bytes(name)), prefix + name, depth + 1));
    }

    private void addFile(int folder, byte[] name, String as) throws IOException {
        int file = FileCalls.openat(folder, name, FILE, 0);
        try {
            FileStatus status = FileStatus.of(file);
            if (status.kind() != FileFacts.Kind.FILE) {
                return;
            }
            String first = status.links() > 1 ? firstName(status, as) : null;
            if (first != null) {
                out.add(entry(status, Kind.HARD_LINK, as, first));
                return;
            }
            TarEntry plain = entry(status, Kind.FILE, as, "");
            out.add(withCapability(plain, file), new Content(file));
        } finally {
            FileCalls.close(file);
        }
    }

    private @Nullable String firstName(FileStatus status, String as) {
        List<Long> file = List.of(status.fileSystem(), status.inode());
        String first = linked.get(file);
        // beyond that, links become files of their own: better than to run out of memory
        if (first == null && linkedBytes < MOST_LINKED_BYTES) {
            linkedBytes += as.length() + 100;
            linked.put(file, as);
        }
        return first;
    }

    private static TarEntry withCapability(TarEntry entry, int file) {
        byte[] value = new byte[LARGEST_CAPABILITY];
        long length;
        try {
            length = FileCalls.fgetxattr(file, CAPABILITY, value, value.length);
        } catch (LastErrorException e) {
            // there is none, or there are none on this file system
            return entry;
        }
        return new TarEntry(
                entry.kind(),
                entry.name(),
                entry.link(),
                entry.mode(),
                entry.uid(),
                entry.gid(),
                entry.size(),
                entry.modified(),
                entry.accessed(),
                0,
                0,
                Map.of("security.capability", Arrays.copyOf(value, (int) length)),
                Map.of(),
                entry.segments());
    }

    /** What a symbolic link says. */
    static String link(int folder, byte[] name) {
        byte[] target = new byte[LONGEST_LINK];
        int length = (int) FileCalls.readlinkat(folder, name, target, target.length);
        return new String(target, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static TarEntry entry(FileStatus status, Kind kind, String name, String link) {
        // whole seconds, as Docker has them: tools compare these archives
        Time modified = new Time(status.modified().seconds(), 0);
        boolean device = kind == Kind.CHARACTER_DEVICE || kind == Kind.BLOCK_DEVICE;
        long size = kind == Kind.FILE ? status.size() : 0;
        return new TarEntry(
                kind,
                name,
                link,
                status.mode(),
                status.uid(),
                status.gid(),
                size,
                modified,
                modified,
                device ? status.major() : 0,
                device ? status.minor() : 0,
                Map.of(),
                Map.of(),
                kind == Kind.FILE ? List.of(new Segment(0, size)) : List.of());
    }

    /** The bytes of an open file. */
    private final class Content extends InputStream {

        private final int file;

        Content(int file) {
            this.file = file;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("Archives are written in pieces");
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                int read = (int) FileCalls.read(file, buffer, Math.min(length, buffer.size()));
                buffer.read(0, into, offset, read);
                return read == 0 ? -1 : read;
            } catch (LastErrorException e) {
                throw Errno.describe("Reading a file", e);
            }
        }
    }

    @Override
    public void close() {
        buffer.close();
    }
}
