package dev.mullion.hcs.binding;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.UUID;

/**
 * GUIDs in the memory order of Windows: three little-endian numbers, then eight bytes as written.
 */
public final class WindowsGuid {

    /** Bytes of a GUID. */
    public static final int SIZE = 16;

    private WindowsGuid() {}

    /**
     * Writes a GUID.
     *
     * @param memory where to
     * @param offset of the first of 16 bytes
     * @param guid what
     */
    public static void write(Pointer memory, long offset, UUID guid) {
        long high = guid.getMostSignificantBits();
        memory.setInt(offset, (int) (high >>> 32));
        memory.setShort(offset + 4, (short) (high >>> 16));
        memory.setShort(offset + 6, (short) high);
        memory.setLong(offset + 8, Long.reverseBytes(guid.getLeastSignificantBits()));
    }

    /**
     * Reads a GUID.
     *
     * @param memory where from
     * @param offset of the first of 16 bytes
     * @return the GUID
     */
    public static UUID read(Pointer memory, long offset) {
        long first = Integer.toUnsignedLong(memory.getInt(offset));
        long second = Short.toUnsignedLong(memory.getShort(offset + 4));
        long third = Short.toUnsignedLong(memory.getShort(offset + 6));
        return new UUID(
                first << 32 | second << 16 | third, Long.reverseBytes(memory.getLong(offset + 8)));
    }

    static Memory allocate(UUID guid) {
        Memory memory = new Memory(SIZE);
        write(memory, 0, guid);
        return memory;
    }
}
