package dev.mullion.hcs.binding;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * UTF-16LE strings with a final NUL, as Windows wants them. Written and read byte by byte: the wide
 * strings of JNA follow the platform's {@code wchar_t}, which has four bytes on Linux.
 */
public final class WideString {

    /** Far more than any document; beyond it what was handed in isn't a string. */
    private static final int LONGEST_BYTES = 64 << 20;

    /** A string never faults before the end of the page that one of its characters is on. */
    private static final int PAGE = 4096;

    private WideString() {}

    /**
     * Writes a string into memory of its own.
     *
     * @param text without a NUL in it, which would silently cut it
     * @return the memory; whoever asked closes it
     * @throws IllegalArgumentException if there is a NUL in the text
     */
    public static Memory allocate(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "A text for Windows can't have a NUL character in it");
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_16LE);
        Memory memory = new Memory(bytes.length + 2L);
        memory.write(0, bytes, 0, bytes.length);
        memory.setShort(bytes.length, (short) 0);
        return memory;
    }

    /**
     * Copies a string out of native memory.
     *
     * @param address where it begins, at an even address; 0 for none
     * @return the text, or null if there is none
     * @throws IllegalStateException if no NUL comes within 64 MiB
     */
    public static @Nullable String read(long address) {
        if (address == 0) {
            return null;
        }
        var text = new ByteArrayOutputStream();
        long at = address;
        while (text.size() <= LONGEST_BYTES) {
            byte[] part = new Pointer(at).getByteArray(0, PAGE - (int) (at & (PAGE - 1)));
            int end = endOf(part);
            if (end >= 0) {
                text.write(part, 0, end);
                return text.toString(StandardCharsets.UTF_16LE);
            }
            text.write(part, 0, part.length);
            at += part.length;
        }
        throw new IllegalStateException("A string of Windows has no end within 64 MiB");
    }

    private static int endOf(byte[] part) {
        for (int i = 0; i + 1 < part.length; i += 2) {
            if (part[i] == 0 && part[i + 1] == 0) {
                return i;
            }
        }
        return -1;
    }
}
