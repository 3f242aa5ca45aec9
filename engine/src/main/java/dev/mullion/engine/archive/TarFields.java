package dev.mullion.engine.archive;

import java.nio.charset.StandardCharsets;

/** Reads the fields of a header block. */
final class TarFields {

    static final int BLOCK = 512;

    private TarFields() {}

    /** A number in octal digits, or in base 256 if its first bit is set. */
    static long number(byte[] block, int offset, int length) throws BrokenArchiveException {
        if ((block[offset] & 0x80) != 0) {
            return base256(block, offset, length);
        }
        int i = offset;
        int end = offset + length;
        while (i < end && (block[i] == ' ' || block[i] == 0)) {
            i++;
        }
        long value = 0;
        for (; i < end && block[i] != ' ' && block[i] != 0; i++) {
            int digit = block[i] - '0';
            if (digit < 0 || digit > 7) {
                throw new BrokenArchiveException("A header of the archive has a broken number");
            }
            value = value << 3 | digit;
        }
        return value;
    }

    private static long base256(byte[] block, int offset, int length)
            throws BrokenArchiveException {
        boolean negative = (block[offset] & 0x40) != 0;
        long value = negative ? -1 : 0;
        for (int i = 0; i < length; i++) {
            int part = block[offset + i] & 0xff;
            if (i == 0) {
                part = negative ? part | 0x80 : part & 0x7f;
            }
            if (value > Long.MAX_VALUE >> 8 || value < Long.MIN_VALUE >> 8) {
                throw new BrokenArchiveException("A header of the archive has too large a number");
            }
            value = value << 8 | part;
        }
        return value;
    }

    /** Bytes up to a NUL or the field's end, one in each character. */
    static String text(byte[] block, int offset, int length) {
        int end = offset;
        while (end < offset + length && block[end] != 0) {
            end++;
        }
        return new String(block, offset, end - offset, StandardCharsets.ISO_8859_1);
    }

    static boolean startsWith(byte[] block, int offset, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (block[offset + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Old archives added the bytes up as signed ones. */
    static void requireChecksum(byte[] block) throws BrokenArchiveException {
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < BLOCK; i++) {
            int b = i >= 148 && i < 156 ? ' ' : block[i];
            unsigned += b & 0xff;
            signed += b;
        }
        long written = number(block, 148, 8);
        if (written != unsigned && written != signed) {
            throw new BrokenArchiveException(
                    "This is no tar archive, or a damaged one: a header's checksum is wrong");
        }
    }
}
