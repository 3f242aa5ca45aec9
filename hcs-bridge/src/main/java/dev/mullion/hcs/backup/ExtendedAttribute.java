package dev.mullion.hcs.backup;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An extended attribute of NTFS ({@code FILE_FULL_EA_INFORMATION}).
 *
 * @param name 1 to 255 characters of ASCII
 * @param flags 0x80 if the file can't be understood without it
 * @param value at most 65,535 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record ExtendedAttribute(String name, int flags, byte[] value) {

    /** All of a file's together, as NTFS limits them. */
    public static final int MOST_BYTES = 64 * 1024;

    private static final int FIXED = 8;
    private static final int ALIGNMENT = 4;

    /** Checks what Windows takes. */
    public ExtendedAttribute {
        if (name.isEmpty()
                || name.length() > 0xff
                || !name.chars().allMatch(c -> c > 0 && c < 0x80)) {
            throw new IllegalArgumentException(
                    "An extended attribute's name has 1 to 255 characters of ASCII");
        }
        if (value.length > 0xffff) {
            throw new IllegalArgumentException(
                    "The extended attribute " + name + " has " + value.length + " bytes");
        }
    }

    /**
     * Writes a list of them.
     *
     * @param attributes in their order
     * @return the data of a record
     */
    public static byte[] encode(List<ExtendedAttribute> attributes) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < attributes.size(); i++) {
            ExtendedAttribute one = attributes.get(i);
            int length = aligned(FIXED + one.name.length() + 1 + one.value.length);
            ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putInt(i == attributes.size() - 1 ? 0 : length);
            bytes.put((byte) one.flags);
            bytes.put((byte) one.name.length());
            bytes.putShort((short) one.value.length);
            bytes.put(one.name.getBytes(StandardCharsets.US_ASCII));
            bytes.put((byte) 0);
            bytes.put(one.value);
            all.writeBytes(bytes.array());
        }
        return all.toByteArray();
    }

    /**
     * Reads a list of them.
     *
     * @param data of a record
     * @return in their order
     * @throws BrokenBackupException if it isn't one
     */
    public static List<ExtendedAttribute> decode(byte[] data) throws BrokenBackupException {
        List<ExtendedAttribute> all = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at < data.length) {
            if (data.length - at < FIXED) {
                throw broken("breaks off");
            }
            int next = bytes.getInt(at);
            int nameLength = bytes.get(at + 5) & 0xff;
            int valueLength = bytes.getShort(at + 6) & 0xffff;
            int length = FIXED + nameLength + 1 + valueLength;
            if (data.length - at < length) {
                throw broken("breaks off");
            }
            all.add(one(data, at, nameLength, valueLength));
            if (next == 0) {
                return all;
            }
            if (next < length || next > data.length - at) {
                throw broken("goes on at an impossible place");
            }
            at += next;
        }
        return all;
    }

    private static ExtendedAttribute one(byte[] data, int at, int nameLength, int valueLength)
            throws BrokenBackupException {
        int name = at + FIXED;
        int value = name + nameLength + 1;
        byte[] content = new byte[valueLength];
        System.arraycopy(data, value, content, 0, valueLength);
        try {
            return new ExtendedAttribute(
                    new String(data, name, nameLength, StandardCharsets.ISO_8859_1),
                    data[at + 4] & 0xff,
                    content);
        } catch (IllegalArgumentException e) {
            throw broken("has a wrong entry: " + e.getMessage());
        }
    }

    private static int aligned(int length) {
        return (length + ALIGNMENT - 1) & -ALIGNMENT;
    }

    private static BrokenBackupException broken(String how) {
        return new BrokenBackupException("A list of extended attributes " + how);
    }
}
