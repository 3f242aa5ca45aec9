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

    /** fcntl(2) F_DUPFD_CLOEXEC and its like, with a number. */
    public static native int fcntl(int file, int command, long argument) throws LastErrorException;

    /** pipe2(2); room for two file numbers. */
    public static native int pipe2(int[] files, int flags) throws LastErrorException;

    /** epoll_create1(2). */
    public static native int epoll_create1(int flags) throws LastErrorException;

    /** epoll_ctl(2); a struct epoll_event. */
    public static native int epoll_ctl(int epoll, int operation, int file, @Nullable Pointer event)
            throws LastErrorException;

    /** epoll_wait(2); an array of struct epoll_event. */
    public static native int epoll_wait(int epoll, Pointer events, int count, int milliseconds)
            throws LastErrorException;

    /** waitpid(2). */
    public static native int waitpid(int pid, int[] status, int options) throws LastErrorException;

    /** syscall(2) of what the C library may have no name for. */
    public static native NativeLong syscall(NativeLong number, NativeLong first, NativeLong second)
            throws LastErrorException;

    /** openat2(2) by its number, 437; a struct open_how. */
    public static native NativeLong syscall(
            NativeLong number, NativeLong folder, String path, Pointer how, NativeLong size)
            throws LastErrorException;

    /** posix_spawn(3); answers with an error number. */
    public static native int posix_spawn(
            int[] pid,
            String path,
            Pointer actions,
            Pointer attributes,
            Pointer arguments,
            Pointer environment);

    public static native int posix_spawn_file_actions_init(Pointer actions);

    public static native int posix_spawn_file_actions_destroy(Pointer actions);

    public static native int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

    public static native int posix_spawn_file_actions_addopen(
            Pointer actions, int file, String path, int flags, int mode);

    /** The folder that the child starts in. */
    public static native int posix_spawn_file_actions_addchdir_np(Pointer actions, String path);

    /** Closes all files from a number on, in the child. */
    public static native int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int from);

    public static native int posix_spawnattr_init(Pointer attributes);

    public static native int posix_spawnattr_destroy(Pointer attributes);

    public static native int posix_spawnattr_setflags(Pointer attributes, short flags);

    /** The signals that are blocked in the child; a sigset_t. */
    public static native int posix_spawnattr_setsigmask(Pointer attributes, Pointer signals);

    /** getuid(2). */
    public static native int getuid();

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
