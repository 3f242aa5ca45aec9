package dev.mullion.engine.linux.layer;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.FileCalls;
import dev.mullion.engine.linux.libc.LibC;
import dev.mullion.engine.runtime.MountSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * A container's file system with what is mounted into it, in a mount namespace that belongs to the
 * calling thread alone and ends with it. So nobody else on the machine sees these mounts, and none
 * can be left behind.
 */
final class PrivateMounts {

    private static final long MS_RDONLY = 1;
    private static final long MS_REMOUNT = 32;
    private static final long MS_BIND = 4096;
    private static final long MS_REC = 16384;
    private static final long MS_PRIVATE = 1 << 18;
    private static final int ROOT =
            FileCalls.O_DIRECTORY | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC;

    private PrivateMounts() {}

    /**
     * Mounts; to be called once on a thread that does nothing else afterwards.
     *
     * @param mounted where the container's own file system is
     * @param mounts what comes into it, those above before those below
     * @param readOnly whether its own file system can't be written
     * @return its root, open
     */
    static int enter(Path mounted, List<MountSpec.Bind> mounts, boolean readOnly)
            throws IOException {
        try {
            FileCalls.unshare(FileCalls.CLONE_NEWNS | FileCalls.CLONE_FS);
            mount("none", "/", MS_REC | MS_PRIVATE);
            mount(mounted.toString(), mounted.toString(), MS_BIND);
            int root = LibC.open(mounted.toString(), ROOT);
            try (OpenFolders folders = new OpenFolders(LibC.open(mounted.toString(), ROOT))) {
                for (MountSpec.Bind each : mounts) {
                    bind(folders, each);
                }
                if (readOnly) {
                    mount("none", at(root), MS_REMOUNT | MS_BIND | MS_RDONLY);
                }
                return root;
            } catch (IOException | RuntimeException e) {
                FileCalls.close(root);
                throw e;
            }
        } catch (LastErrorException e) {
            throw Errno.describe("Showing the files of a container", e);
        }
    }

    /** What isn't on the host any more is not shown. */
    private static void bind(OpenFolders folders, MountSpec.Bind bind) throws IOException {
        boolean folder = Files.isDirectory(bind.source(), LinkOption.NOFOLLOW_LINKS);
        if (!folder && !Files.isRegularFile(bind.source(), LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        int target = folders.place(path(bind.target()), folder);
        try {
            mount(bind.source().toString(), at(target), MS_BIND | MS_REC);
        } finally {
            FileCalls.close(target);
        }
        folders.forget();
        if (bind.readOnly()) {
            int mounted = folders.place(path(bind.target()), folder);
            try {
                mount("none", at(mounted), MS_REMOUNT | MS_BIND | MS_RDONLY);
            } finally {
                FileCalls.close(mounted);
            }
        }
    }

    private static String path(String target) {
        return new String(
                target.substring(1).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String at(int file) {
        return "/proc/self/fd/" + file;
    }

    private static void mount(String source, String target, long flags) {
        LibC.mount(source, target, null, new NativeLong(flags), null);
    }
}
