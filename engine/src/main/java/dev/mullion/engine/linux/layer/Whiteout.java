package dev.mullion.engine.linux.layer;

import com.sun.jna.LastErrorException;
import dev.mullion.engine.archive.BrokenArchiveException;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.FileCalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * How a layer takes away what is below it: marker files in archives (OCI image specification,
 * "Whiteouts"), devices with number 0 and an attribute of folders in overlayfs.
 *
 * <p>Markers speak of the layers below only, never of their own layer, wherever in the archive they
 * stand.
 */
final class Whiteout {

    private static final String MARK = ".wh.";
    private static final String OPAQUE_MARK = ".wh..wh..opq";
    private static final String META_MARK = ".wh..wh.";
    private static final byte[] OPAQUE = FileCalls.name(ascii("trusted.overlay.opaque"));
    private static final byte[] YES = {'y'};

    private static final int TYPE = 0170000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int FOLDER = 0040000;
    private static final int STATX_MODE = 28;
    private static final int STATX_DEVICE_MAJOR = 128;
    private static final int STATX_DEVICE_MINOR = 132;
    private static final int STATX_BASIC = 0x7ff;

    private Whiteout() {}

    /** What a name means. */
    enum Meaning {
        /** It is a file's name. */
        NAME,
        /** What is below of the name behind the mark is taken away. */
        REMOVED,
        /** All that is below of the folder around it is taken away. */
        OPAQUE,
        /** Notes of an old storage driver, which mean nothing to others. */
        IGNORED
    }

    static Meaning of(EntryPath path) throws BrokenArchiveException {
        String folder = path.folder();
        if (folder.startsWith(META_MARK) || folder.contains("/" + META_MARK)) {
            return Meaning.IGNORED;
        }
        if (folder.startsWith(MARK) || folder.contains("/" + MARK)) {
            throw EntryPath.refused(path.path(), "a whiteout can't be a folder");
        }
        String name = path.name();
        if (!name.startsWith(MARK)) {
            return Meaning.NAME;
        }
        if (name.equals(OPAQUE_MARK)) {
            return Meaning.OPAQUE;
        }
        if (name.startsWith(META_MARK)) {
            return Meaning.IGNORED;
        }
        return Meaning.REMOVED;
    }

    /** The name that a marker takes away. */
    static String hidden(EntryPath path) throws BrokenArchiveException {
        String hidden = path.name().substring(MARK.length());
        if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
            throw EntryPath.refused(path.path(), "this whiteout names nothing that could be");
        }
        return hidden;
    }

    /** Takes away what layers below have of a name. */
    static void put(int folder, byte[] name) throws IOException {
        try {
            FileCalls.mknodat(folder, name, CHARACTER_DEVICE, 0);
        } catch (LastErrorException e) {
            if (e.getErrorCode() != Errno.EEXIST) {
                throw Errno.describe("Making a whiteout", e);
            }
            // this layer has something of that name itself; a folder would show what is below it
            if (type(folder, name) == FOLDER) {
                makeOpaque(folder, name);
            }
        }
    }

    /** Whether a name stands for a whiteout. */
    static boolean isAt(int folder, byte[] name) {
        ByteBuffer answer = statx(folder, name);
        return (answer.getShort(STATX_MODE) & TYPE) == CHARACTER_DEVICE
                && answer.getInt(STATX_DEVICE_MAJOR) == 0
                && answer.getInt(STATX_DEVICE_MINOR) == 0;
    }

    /** Puts a folder where a whiteout is; what is below stays hidden. */
    static void replaceByFolder(int folder, byte[] name, int mode) throws IOException {
        FileCalls.unlinkat(folder, name, 0);
        FileCalls.mkdirat(folder, name, mode);
        makeOpaque(folder, name);
    }

    /** Hides what layers below have in a folder. */
    static void makeOpaque(int open) throws IOException {
        try {
            FileCalls.fsetxattr(open, OPAQUE, YES, YES.length, 0);
        } catch (LastErrorException e) {
            throw Errno.describe("Hiding what is below a folder (trusted.overlay.opaque)", e);
        }
    }

    private static void makeOpaque(int folder, byte[] name) throws IOException {
        int open =
                FileCalls.openat(
                        folder,
                        name,
                        FileCalls.O_RDONLY
                                | FileCalls.O_DIRECTORY
                                | FileCalls.O_NOFOLLOW
                                | FileCalls.O_CLOEXEC,
                        0);
        try {
            makeOpaque(open);
        } finally {
            FileCalls.close(open);
        }
    }

    private static int type(int folder, byte[] name) {
        return statx(folder, name).getShort(STATX_MODE) & TYPE;
    }

    private static ByteBuffer statx(int folder, byte[] name) {
        byte[] answer = new byte[256];
        FileCalls.statx(folder, name, FileCalls.AT_SYMLINK_NOFOLLOW, STATX_BASIC, answer);
        return ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
