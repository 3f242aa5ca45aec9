package dev.mullion.engine.linux.oci;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.LibC;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A container's root, read so that no link in it leads out of it. */
final class RootFolder implements AutoCloseable {

    private static final int OPENAT2 = 437;
    private static final int RESOLVE_IN_ROOT = 0x10;
    private static final int NO_MAGIC_LINKS = 0x02;
    private static final int FOLDER = 0x10000 | 0x80000; // O_DIRECTORY, O_CLOEXEC
    private static final int FILE = 0x80000 | 0x800 | 0x100; // O_CLOEXEC, O_NONBLOCK, O_NOCTTY
    private static final int MOST = 1 << 20;

    private final int folder;

    private RootFolder(int folder) {
        this.folder = folder;
    }

    static RootFolder open(Path root) throws IOException {
        try {
            return new RootFolder(LibC.open(root.toString(), FOLDER));
        } catch (LastErrorException e) {
            throw Errno.describe("Opening the container's root " + root, e);
        }
    }

    /** The lines of a file, of at most 1 MiB; none if it isn't there or isn't a file. */
    List<String> lines(String path) throws IOException {
        int file;
        try (Memory how = new Memory(24)) {
            how.setLong(0, FILE);
            how.setLong(8, 0);
            how.setLong(16, RESOLVE_IN_ROOT | NO_MAGIC_LINKS);
            file =
                    LibC.syscall(
                                    new NativeLong(OPENAT2),
                                    new NativeLong(folder),
                                    path,
                                    how,
                                    new NativeLong(24))
                            .intValue();
        } catch (LastErrorException e) {
            return List.of(); // as good as not there: names can't be looked up, numbers can be used
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (Memory buffer = new Memory(16 * 1024)) {
            int count = LibC.read(file, buffer, new NativeLong(buffer.size())).intValue();
            while (count > 0 && text.size() < MOST) {
                text.write(buffer.getByteArray(0, count), 0, count);
                count = LibC.read(file, buffer, new NativeLong(buffer.size())).intValue();
            }
        } catch (LastErrorException e) {
            throw Errno.describe("Reading " + path + " of the container", e);
        } finally {
            LibC.close(file);
        }
        return text.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Override
    public void close() {
        LibC.close(folder);
    }
}
