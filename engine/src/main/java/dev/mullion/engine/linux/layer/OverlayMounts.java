package dev.mullion.engine.linux.layer;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.FileCalls;
import dev.mullion.engine.linux.libc.LibC;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Mounts of overlayfs.
 *
 * <p>The kernel takes one page of options, into which the absolute paths of more than some twenty
 * layers don't fit. So layers have short links, named relative to the store; and because the
 * working directory belongs to the whole process, each mount is made by a thread that has given
 * itself a working directory of its own and ends afterwards.
 */
final class OverlayMounts {

    /** As many as fit, and as Docker takes. */
    static final int MAX_LAYERS = 127;

    private static final int PAGE = 4096;
    private static final int MNT_DETACH = 2;
    private static final int UMOUNT_NOFOLLOW = 8;

    /**
     * What the kernel may be set to otherwise: each would let one layer speak of another's files.
     */
    private static final String OPTIONS = ",redirect_dir=nofollow,metacopy=off,index=off";

    private final Path store;
    private final Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    OverlayMounts(Path store) {
        this.store = store;
    }

    /**
     * Mounts.
     *
     * @param lower folders below the store, the top one first
     * @param upper takes changes; a folder below the store
     * @param work overlayfs's own, beside the upper one
     * @param target where, absolute
     */
    void mount(List<String> lower, String upper, String work, Path target) throws IOException {
        String options =
                "lowerdir="
                        + String.join(":", lower)
                        + ",upperdir="
                        + upper
                        + ",workdir="
                        + work
                        + OPTIONS;
        if (options.length() >= PAGE) {
            throw tooMany(lower.size());
        }
        FutureTask<Void> task = new FutureTask<>(() -> mountHere(target, options));
        Thread.ofPlatform().daemon().name("mount").start(task);
        try {
            task.get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "Mounting a file system of "
                            + lower.size()
                            + " layers at "
                            + target
                            + ": "
                            + (e.getCause() == null ? e : e.getCause()).getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Mounting at " + target + " was interrupted", e);
        }
    }

    private @Nullable Void mountHere(Path target, String options) throws LastErrorException {
        FileCalls.unshare(FileCalls.CLONE_FS);
        FileCalls.chdir(FileCalls.name(store.toString().getBytes(names)));
        LibC.mount("overlay", target.toString(), "overlay", new NativeLong(0), options);
        return null;
    }

    static IOException tooMany(int layers) {
        return new IOException(
                "The image has "
                        + layers
                        + " different layers, more than the "
                        + MAX_LAYERS
                        + " that can be stacked here");
    }

    /** Whether something is mounted at a folder: it is on another device than the one around it. */
    static boolean isMounted(Path folder) throws IOException {
        Path around = folder.toAbsolutePath().getParent();
        if (around == null) {
            return true;
        }
        try {
            return !device(folder).equals(device(around));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static Object device(Path path) throws IOException {
        return Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Takes a mount away, at once from sight, and wholly when nobody uses it any more; fine if
     * there is none.
     */
    static void unmount(Path target) throws IOException {
        try {
            LibC.umount2(target.toString(), MNT_DETACH | UMOUNT_NOFOLLOW);
        } catch (LastErrorException e) {
            if (e.getErrorCode() != Errno.EINVAL && e.getErrorCode() != Errno.ENOENT) {
                throw Errno.describe("Unmounting " + target, e);
            }
        }
    }

    /** All mounts below a folder, those made last first. */
    List<Path> below(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String line :
                Files.readAllLines(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1)) {
            Path point = Path.of(unescaped(line.split(" ", 6)[4]));
            if (point.startsWith(folder) && !point.equals(folder)) {
                found.add(point);
            }
        }
        return found.reversed();
    }

    /** Blanks and the like are written as three octal digits. */
    private String unescaped(String written) {
        byte[] bytes = new byte[written.length()];
        int length = 0;
        for (int i = 0; i < written.length(); i++) {
            if (written.charAt(i) == '\\') {
                bytes[length++] = (byte) Integer.parseInt(written.substring(i + 1, i + 4), 8);
                i += 3;
            } else {
                bytes[length++] = (byte) written.charAt(i);
            }
        }
        return new String(bytes, 0, length, names);
    }
}
