package dev.mullion.engine.linux.layer;

import com.sun.jna.LastErrorException;
import dev.mullion.engine.archive.TarEntry.Time;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.FileCalls;
import dev.mullion.engine.runtime.FileFacts;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What statx(2) says of a file.
 *
 * @param kind what it is
 * @param mode permissions, setuid, setgid and sticky
 * @param links names it has
 * @param uid owner
 * @param gid group
 * @param inode its number on its file system
 * @param size bytes
 * @param modified when its content was changed
 * @param major number of a device
 * @param minor number of a device
 * @param fileSystem tells file systems apart
 */
record FileStatus(
        FileFacts.Kind kind,
        int mode,
        int links,
        long uid,
        long gid,
        long inode,
        long size,
        Time modified,
        int major,
        int minor,
        long fileSystem) {

    private static final int BASIC = 0x7ff;
    private static final int SIZE = 256;
    private static final byte[] ITSELF = {0};

    /** What is open. */
    static FileStatus of(int file) {
        return statx(file, ITSELF, FileCalls.AT_EMPTY_PATH);
    }

    /** What has a name in a folder; it isn't followed if it is a link. */
    static Optional<FileStatus> find(int folder, byte[] name) {
        try {
            return Optional.of(statx(folder, name, FileCalls.AT_SYMLINK_NOFOLLOW));
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static FileStatus statx(int folder, byte[] name, int flags) {
        byte[] answer = new byte[SIZE];
        FileCalls.statx(folder, name, flags, BASIC, answer);
        ByteBuffer fields = ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder());
        int mode = fields.getShort(28) & 0xffff;
        return new FileStatus(
                kind(mode),
                mode & 07777,
                fields.getInt(16),
                fields.getInt(20) & 0xffff_ffffL,
                fields.getInt(24) & 0xffff_ffffL,
                fields.getLong(32),
                fields.getLong(40),
                new Time(fields.getLong(112), fields.getInt(120)),
                fields.getInt(128),
                fields.getInt(132),
                (long) fields.getInt(136) << 32 | (fields.getInt(140) & 0xffff_ffffL));
    }

    private static FileFacts.Kind kind(int mode) {
        return switch (mode & 0170000) {
            case 0040000 -> FileFacts.Kind.FOLDER;
            case 0120000 -> FileFacts.Kind.LINK;
            case 0020000 -> FileFacts.Kind.CHARACTER_DEVICE;
            case 0060000 -> FileFacts.Kind.BLOCK_DEVICE;
            case 0010000 -> FileFacts.Kind.FIFO;
            case 0140000 -> FileFacts.Kind.SOCKET;
            default -> FileFacts.Kind.FILE;
        };
    }
}
