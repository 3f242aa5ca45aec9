package dev.mullion.engine.linux.libc;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.Arrays;

/**
 * Functions of the C library on names below an open folder. Made to be called ten thousand times a
 * second: names are bytes that end with 0, sizes are plain longs (which fits 64-bit systems only),
 * so that nothing is converted on the way.
 */
public final class FileCalls {

    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_CREAT = 0100;
    public static final int O_EXCL = 0200;
    public static final int O_DIRECTORY = folderFlag();
    public static final int O_NOFOLLOW = linkFlag();
    public static final int O_CLOEXEC = 02000000;
    public static final int AT_FDCWD = -100;
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;
    public static final int AT_REMOVEDIR = 0x200;
    public static final int AT_EMPTY_PATH = 0x1000;
    public static final int O_NONBLOCK = 04000;
    public static final int O_PATH = 010000000;

    /** openat2: a path's {@code /} and {@code ..}, and those of links in it, end at the folder. */
    public static final long RESOLVE_IN_ROOT = 0x10;

    /** openat2: links of /proc aren't followed. */
    public static final long RESOLVE_NO_MAGICLINKS = 0x02;

    /** unshare(2): the calling thread gets mounts of its own. */
    public static final int CLONE_NEWNS = 0x20000;

    /** unshare(2): the calling thread gets a working directory of its own. */
    public static final int CLONE_FS = 0x200;

    private static final long OPENAT2 = 437;

    static {
        Native.register(FileCalls.class, "c");
    }

    private FileCalls() {}

    // two numbers differ on Arm
    private static int folderFlag() {
        return isArm() ? 040000 : 0200000;
    }

    private static int linkFlag() {
        return isArm() ? 0100000 : 0400000;
    }

    private static boolean isArm() {
        return System.getProperty("os.arch", "").equals("aarch64");
    }

    /** A name as these functions take it. */
    public static byte[] name(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    /** openat(2). */
    public static native int openat(int folder, byte[] name, int flags, int mode)
            throws LastErrorException;

    /**
     * openat2(2), which the C library doesn't have.
     *
     * @param how struct open_how: flags, mode, resolve; 8 bytes each
     */
    public static int openat2(int folder, byte[] path, Pointer how) throws LastErrorException {
        return (int) syscall(OPENAT2, folder, path, how, 24);
    }

    private static native long syscall(
            long number, long folder, byte[] path, Pointer how, long size)
            throws LastErrorException;

    /** close(2). */
    public static native int close(int file) throws LastErrorException;

    /** read(2). */
    public static native long read(int file, Pointer bytes, long size) throws LastErrorException;

    /** getdents64(2); an array of struct linux_dirent64. */
    public static native long getdents64(int folder, Pointer entries, long size)
            throws LastErrorException;

    /** readlinkat(2). */
    public static native long readlinkat(int folder, byte[] name, byte[] target, long size)
            throws LastErrorException;

    /** fgetxattr(2). */
    public static native long fgetxattr(int file, byte[] name, byte[] value, long size)
            throws LastErrorException;

    /** write(2). */
    public static native long write(int file, Pointer bytes, long size) throws LastErrorException;

    /** pwrite(2). */
    public static native long pwrite(int file, Pointer bytes, long size, long offset)
            throws LastErrorException;

    /** ftruncate(2). */
    public static native int ftruncate(int file, long size) throws LastErrorException;

    /** fchown(2). */
    public static native int fchown(int file, int uid, int gid) throws LastErrorException;

    /** fchmod(2). */
    public static native int fchmod(int file, int mode) throws LastErrorException;

    /** futimens(3); two struct timespec, access first. */
    public static native int futimens(int file, Pointer times) throws LastErrorException;

    /** fsetxattr(2). */
    public static native int fsetxattr(int file, byte[] name, byte[] value, long size, int flags)
            throws LastErrorException;

    /** mkdirat(2). */
    public static native int mkdirat(int folder, byte[] name, int mode) throws LastErrorException;

    /** mknodat(2); the device as {@link LibC#makedev} gives it. */
    public static native int mknodat(int folder, byte[] name, int mode, long device)
            throws LastErrorException;

    /** symlinkat(2). */
    public static native int symlinkat(byte[] target, int folder, byte[] name)
            throws LastErrorException;

    /** linkat(2). */
    public static native int linkat(
            int oldFolder, byte[] oldName, int newFolder, byte[] newName, int flags)
            throws LastErrorException;

    /** unlinkat(2). */
    public static native int unlinkat(int folder, byte[] name, int flags) throws LastErrorException;

    /** renameat(2). */
    public static native int renameat(int oldFolder, byte[] oldName, int newFolder, byte[] newName)
            throws LastErrorException;

    /** fchownat(2). */
    public static native int fchownat(int folder, byte[] name, int uid, int gid, int flags)
            throws LastErrorException;

    /** fchmodat(2). */
    public static native int fchmodat(int folder, byte[] name, int mode, int flags)
            throws LastErrorException;

    /** utimensat(2); two struct timespec, access first. */
    public static native int utimensat(int folder, byte[] name, Pointer times, int flags)
            throws LastErrorException;

    /** statx(2), whose answer is laid out alike on every processor; 256 bytes. */
    public static native int statx(int folder, byte[] name, int flags, int mask, byte[] answer)
            throws LastErrorException;

    /** unshare(2). */
    public static native int unshare(int flags) throws LastErrorException;

    /** chdir(2). */
    public static native int chdir(byte[] path) throws LastErrorException;
}
