package dev.mullion.engine.linux.oci;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.LibC;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A container's root, read so that no link in it leads out of it. */
final class RootFolder implements AutoCloseable {

    private static final int OPENAT2 = 437;
    private static final int RESOLVE_IN_ROOT = 0x10;
    private static final int NO_MAGIC_LINKS = 0x02;
    private static final int FOLDER = 0x10000 | 0x80000; // O_DIRECTORY, O_CLOEXEC
    private static final int PLACE = 0x200000 | 0x80000; // O_PATH, O_CLOEXEC
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

    /**
     * The lines of a file, of at most 1 MiB; none if it isn't there or isn't a file. A device is
     * never opened, whatever it is called: to open one can be enough to set it going.
     */
    List<String> lines(String path) throws IOException {
        int file;
        try (Memory how = new Memory(24)) {
            how.setLong(0, PLACE);
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
        try {
            Path found = Path.of("/proc/self/fd/" + file);
            if (!Files.isRegularFile(found)) {
                return List.of();
            }
            try (InputStream in = Files.newInputStream(found)) {
                return new String(in.readNBytes(MOST), StandardCharsets.UTF_8).lines().toList();
            }
        } finally {
            LibC.close(file);
        }
    }

    @Override
    public void close() {
        LibC.close(folder);
    }
}
