package dev.mullion.hcs.layer;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;

/** {@code OBJECT_ATTRIBUTES} with its {@code UNICODE_STRING}: a name below an open folder. */
final class ObjectName implements AutoCloseable {

    private static final int SIZE = 48;
    private static final int STRING_SIZE = 16;
    private static final int DONT_REPARSE = 0x1000;

    private final Memory text;
    private final Memory string = new Memory(STRING_SIZE);
    private final Memory attributes = new Memory(SIZE);

    ObjectName(long root, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_16LE);
        text = new Memory(bytes.length + 2L);
        text.write(0, bytes, 0, bytes.length);
        string.clear();
        string.setShort(0, (short) bytes.length);
        string.setShort(2, (short) bytes.length);
        string.setPointer(8, text);
        attributes.clear();
        attributes.setInt(0, SIZE);
        attributes.setLong(8, root);
        attributes.setPointer(16, string);
        attributes.setInt(24, DONT_REPARSE);
    }

    Pointer memory() {
        return attributes;
    }

    @Override
    public void close() {
        attributes.close();
        string.close();
        text.close();
    }
}
