package dev.mullion.hcs.backup;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Where a link of NTFS leads ({@code REPARSE_DATA_BUFFER}).
 *
 * @param junction a mount point, not a symbolic link
 * @param substitute what Windows follows, for example {@code \??\C:\data}
 * @param print what people are shown, for example {@code C:\data}
 * @param flags of a symbolic link: 1 if it is relative; 0 for a junction
 */
public record ReparsePoint(boolean junction, String substitute, String print, int flags) {

    /** The longest that NTFS keeps, with its header. */
    public static final int MOST_BYTES = 16 * 1024;

    /** {@code IO_REPARSE_TAG_MOUNT_POINT}. */
    public static final int JUNCTION_TAG = 0xA0000003;

    /** {@code IO_REPARSE_TAG_SYMLINK}. */
    public static final int SYMBOLIC_LINK_TAG = 0xA000000C;

    /** {@code SYMLINK_FLAG_RELATIVE}. */
    public static final int RELATIVE = 1;

    private static final int HEADER = 8;
    private static final int LENGTHS = 8;
    private static final int FLAGS = 4;
    private static final int NUL = 2;

    /**
     * Makes what Windows itself would keep for a target.
     *
     * @param junction a mount point, not a symbolic link
     * @param target with backslashes, as people write it
     * @return where it leads
     * @throws IllegalArgumentException if NTFS couldn't keep it
     */
    public static ReparsePoint of(boolean junction, String target) {
        String substitute = substitute(target);
        // what has no name for the kernel is found from the folder the link is in
        boolean relative = substitute.equals(target);
        var point = new ReparsePoint(junction, substitute, target, relative ? RELATIVE : 0);
        if (target.isEmpty() || target.indexOf('\0') >= 0 || point.length() > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "A link can't lead to a name of " + target.length() + " characters like this");
        }
        return junction ? new ReparsePoint(true, substitute, target, 0) : point;
    }

    private static String substitute(String target) {
        if (target.startsWith("\\\\?\\")) {
            return "\\??\\" + target.substring(4);
        }
        if (target.startsWith("\\\\")) {
            return "\\??\\UNC\\" + target.substring(2);
        }
        if (target.matches("(?s)[A-Za-z]:.*")) {
            return "\\??\\" + target;
        }
        return target;
    }

    /**
     * Returns what people are shown.
     *
     * @return the print name, or what can be made of the substitute name where that is empty
     */
    public String target() {
        if (!print.isEmpty()) {
            return print;
        }
        if (substitute.startsWith("\\??\\UNC\\")) {
            return "\\\\" + substitute.substring(8);
        }
        return substitute.startsWith("\\??\\") ? substitute.substring(4) : substitute;
    }

    private int length() {
        return HEADER
                + LENGTHS
                + (junction ? 0 : FLAGS)
                + 2 * (substitute.length() + print.length())
                + 2 * NUL;
    }

    /**
     * Writes it.
     *
     * @return the data of a record
     */
    public byte[] encode() {
        byte[] substituteBytes = substitute.getBytes(StandardCharsets.UTF_16LE);
        byte[] printBytes = print.getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer bytes = ByteBuffer.allocate(length()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(junction ? JUNCTION_TAG : SYMBOLIC_LINK_TAG);
        bytes.putShort((short) (length() - HEADER));
        bytes.putShort((short) 0);
        bytes.putShort((short) 0);
        bytes.putShort((short) substituteBytes.length);
        bytes.putShort((short) (substituteBytes.length + NUL));
        bytes.putShort((short) printBytes.length);
        if (!junction) {
            bytes.putInt(flags);
        }
        bytes.put(substituteBytes).putShort((short) 0);
        bytes.put(printBytes).putShort((short) 0);
        return bytes.array();
    }

    /**
     * Reads it.
     *
     * @param data of a record
     * @return where the link leads
     * @throws BrokenBackupException if it isn't a link, or another kind than these two
     */
    public static ReparsePoint decode(byte[] data) throws BrokenBackupException {
        ByteBuffer bytes = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        if (data.length < HEADER + LENGTHS) {
            throw broken("is cut off");
        }
        int tag = bytes.getInt(0);
        if (tag != JUNCTION_TAG && tag != SYMBOLIC_LINK_TAG) {
            throw broken("has the tag 0x%08X, which is no link's".formatted(tag));
        }
        boolean junction = tag == JUNCTION_TAG;
        if ((bytes.getShort(4) & 0xffff) > data.length - HEADER) {
            throw broken("is cut off");
        }
        int names = HEADER + LENGTHS + (junction ? 0 : FLAGS);
        if (data.length < names) {
            throw broken("is cut off");
        }
        return new ReparsePoint(
                junction,
                name(bytes, names, HEADER),
                name(bytes, names, HEADER + 4),
                junction ? 0 : bytes.getInt(HEADER + LENGTHS));
    }

    private static String name(ByteBuffer bytes, int names, int at) throws BrokenBackupException {
        int from = names + (bytes.getShort(at) & 0xffff);
        int length = bytes.getShort(at + 2) & 0xffff;
        if (length % 2 != 0 || from > bytes.limit() || length > bytes.limit() - from) {
            throw broken("has a name outside of itself");
        }
        byte[] name = new byte[length];
        bytes.get(from, name);
        return new String(name, StandardCharsets.UTF_16LE);
    }

    private static BrokenBackupException broken(String how) {
        return new BrokenBackupException("A reparse point " + how);
    }
}
