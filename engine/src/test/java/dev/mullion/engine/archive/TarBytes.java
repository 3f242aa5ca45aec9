package dev.mullion.engine.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Writes tar archives as no honest program would: every field can be what a test wants. */
public final class TarBytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A header that is about to be written. */
    public static final class Header {

        private final byte[] block = new byte[512];

        Header(char type, String name) {
            text(0, 100, name);
            octal(100, 8, 0644);
            octal(108, 8, 0);
            octal(116, 8, 0);
            octal(124, 12, 0);
            octal(136, 12, 1_600_000_000L);
            block[156] = (byte) type;
            text(257, 6, "ustar\0");
            text(263, 2, "00");
        }

        /** Any field. */
        public Header text(int offset, int length, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            Arrays.fill(block, offset, offset + length, (byte) 0);
            System.arraycopy(bytes, 0, block, offset, Math.min(length, bytes.length));
            return this;
        }

        /** Any number. */
        public Header octal(int offset, int length, long value) {
            return text(offset, length, String.format("%0" + (length - 1) + "o", value));
        }

        public Header mode(int mode) {
            return octal(100, 8, mode);
        }

        public Header owner(int uid, int gid) {
            return octal(108, 8, uid).octal(116, 8, gid);
        }

        public Header size(long size) {
            return octal(124, 12, size);
        }

        public Header link(String target) {
            return text(157, 100, target);
        }

        public Header device(int major, int minor) {
            return octal(329, 8, major).octal(337, 8, minor);
        }

        byte[] finished() {
            Arrays.fill(block, 148, 156, (byte) ' ');
            int sum = 0;
            for (byte b : block) {
                sum += b & 0xff;
            }
            return text(148, 8, String.format("%06o\0 ", sum)).block;
        }
    }

    /** A folder. */
    public TarBytes folder(String name) {
        return entry('5', name, h -> h.mode(0755));
    }

    /** A file with some text. */
    public TarBytes file(String name, String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        return entry('0', name, h -> h.size(data.length)).data(data);
    }

    /** A symbolic link. */
    public TarBytes symbolicLink(String name, String target) {
        return entry('2', name, h -> h.link(target));
    }

    /** A hard link. */
    public TarBytes hardLink(String name, String target) {
        return entry('1', name, h -> h.link(target));
    }

    /** Any header. */
    public TarBytes entry(char type, String name, Consumer<Header> change) {
        Header header = new Header(type, name);
        change.accept(header);
        out.writeBytes(header.finished());
        return this;
    }

    /** A PAX header for the next entry; values are text or {@code byte[]}. */
    public TarBytes pax(Object... keysAndValues) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            byte[] key = keysAndValues[i].toString().getBytes(StandardCharsets.UTF_8);
            byte[] value =
                    keysAndValues[i + 1] instanceof byte[] bytes
                            ? bytes
                            : keysAndValues[i + 1].toString().getBytes(StandardCharsets.UTF_8);
            int rest = key.length + value.length + 3;
            int length = rest + 1;
            while (length != rest + Integer.toString(length).length()) {
                length = rest + Integer.toString(length).length();
            }
            records.writeBytes((length + " ").getBytes(StandardCharsets.UTF_8));
            records.writeBytes(key);
            records.write('=');
            records.writeBytes(value);
            records.write('\n');
        }
        return entry('x', "PaxHeader", h -> h.size(records.size())).data(records.toByteArray());
    }

    /** Data, filled up to whole blocks. */
    public TarBytes data(byte[] data) {
        out.writeBytes(data);
        out.writeBytes(new byte[-data.length & 511]);
        return this;
    }

    /** The archive with its end. */
    public byte[] finish() {
        out.writeBytes(new byte[1024]);
        return out.toByteArray();
    }

    /** The archive as if it had been cut off. */
    public byte[] unfinished() {
        return out.toByteArray();
    }
}
