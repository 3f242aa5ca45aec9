package dev.mullion.engine.linux.libc;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Functions of the C library, bound directly. A failure is a {@link LastErrorException} with errno;
 * callers turn it into an {@link java.io.IOException} by {@link Errno#describe}. A call that blocks
 * holds up its carrier: such calls belong on platform threads.
 */
public final class LibC {

    static {
        Native.register(LibC.class, "c");
    }

    private LibC() {}

    /** mount(2). */
    public static native int mount(
            String source,
            String target,
            @Nullable String type,
            NativeLong flags,
            @Nullable String data)
            throws LastErrorException;

    /** umount2(2); flag 2 is MNT_DETACH. */
    public static native int umount2(String target, int flags) throws LastErrorException;

    /** mknod(2); device as {@link #makedev} gives it. */
    public static native int mknod(String path, int mode, long device) throws LastErrorException;

    /** lsetxattr(2). */
    public static native int lsetxattr(
            String path, String name, byte[] value, NativeLong size, int flags)
            throws LastErrorException;

    /** lgetxattr(2); size 0 asks for the size. */
    public static native NativeLong lgetxattr(
            String path, String name, byte @Nullable [] value, NativeLong size)
            throws LastErrorException;

    /** llistxattr(2); names end with 0 each. */
    public static native NativeLong llistxattr(
            String path, byte @Nullable [] names, NativeLong size) throws LastErrorException;

    /** socket(2). */
    public static native int socket(int domain, int type, int protocol) throws LastErrorException;

    /** bind(2). */
    public static native int bind(int socket, byte[] address, int length) throws LastErrorException;

    /** listen(2). */
    public static native int listen(int socket, int backlog) throws LastErrorException;

    /** accept4(2) without the peer's address. */
    public static native int accept4(
            int socket, @Nullable Pointer address, @Nullable Pointer length, int flags)
            throws LastErrorException;

    /** connect(2). */
    public static native int connect(int socket, byte[] address, int length)
            throws LastErrorException;

    /** setsockopt(2). */
    public static native int setsockopt(int socket, int level, int option, byte[] value, int length)
            throws LastErrorException;

    /** recv(2). */
    public static native NativeLong recv(int socket, Pointer buffer, NativeLong size, int flags)
            throws LastErrorException;

    /** send(2). */
    public static native NativeLong send(int socket, Pointer buffer, NativeLong size, int flags)
            throws LastErrorException;

    /** recvmsg(2); the message is a struct msghdr. */
    public static native NativeLong recvmsg(int socket, Pointer message, int flags)
            throws LastErrorException;

    /** shutdown(2). */
    public static native int shutdown(int socket, int how) throws LastErrorException;

    /** read(2). */
    public static native NativeLong read(int file, Pointer buffer, NativeLong size)
            throws LastErrorException;

    /** write(2). */
    public static native NativeLong write(int file, Pointer buffer, NativeLong size)
            throws LastErrorException;

    /** open(2) of something that is there. */
    public static native int open(String path, int flags) throws LastErrorException;

    /** close(2). */
    public static native int close(int file) throws LastErrorException;

    /** ioctl(2) with a pointer. */
    public static native int ioctl(int file, NativeLong request, Pointer argument)
            throws LastErrorException;

    /** poll(2); an array of struct pollfd. */
    public static native int poll(Pointer files, NativeLong count, int milliseconds)
            throws LastErrorException;

    /** kill(2). */
    public static native int kill(int pid, int signal) throws LastErrorException;

    /** syncfs(2): everything written to the file system of this open file is on disk. */
    public static native int syncfs(int file) throws LastErrorException;

    /**
     * Makes a device number as glibc's makedev(3) does.
     *
     * @return for {@link #mknod}
     */
    public static long makedev(long major, long minor) {
        return (minor & 0xffL)
                | (major & 0xfffL) << 8
                | (minor & ~0xffL) << 12
                | (major & ~0xfffL) << 32;
    }
}
