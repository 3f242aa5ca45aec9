package dev.mullion.hcs.emulator.file;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads a Win32 backup stream record by record. */
public final class BackupRecords {

    /** {@code BACKUP_DATA}: the unnamed stream. */
    public static final int DATA = 1;

    /** {@code BACKUP_SECURITY_DATA}: a security descriptor. */
    public static final int SECURITY = 3;

    /** {@code BACKUP_REPARSE_DATA}: where a link leads. */
    public static final int REPARSE = 8;

    /** {@code BACKUP_SPARSE_BLOCK}: a piece of the unnamed stream at an offset. */
    public static final int SPARSE_BLOCK = 9;

    static final int HEADER = 20;

    private static final int LONGEST_NAME = 64 * 1024;

    private final InputStream stream;
    private long left;

    /**
     * One record's head.
     *
     * @param id which kind
     * @param attributes 8 for sparse
     * @param size bytes of data after the name
     * @param name of an alternate stream, or ""
     */
    public record Head(int id, int attributes, long size, String name) {

        byte[] bytes() {
            byte[] text = name.getBytes(StandardCharsets.UTF_16LE);
            return ByteBuffer.allocate(HEADER + text.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(id)
                    .putInt(attributes)
                    .putLong(size)
                    .putInt(text.length)
                    .put(text)
                    .array();
        }
    }

    /**
     * Reads from the first record on.
     *
     * @param stream the backup stream; not closed here
     */
    public BackupRecords(InputStream stream) {
        this.stream = stream;
    }

    /**
     * Goes to the next record, past what is unread of this one.
     *
     * @return its head, or nothing at the end
     * @throws EOFException if the stream ends within a record
     */
    public Optional<Head> next() throws IOException {
        stream.skipNBytes(left);
        left = 0;
        byte[] head = stream.readNBytes(HEADER);
        if (head.length == 0) {
            return Optional.empty();
        }
        if (head.length < HEADER) {
            throw new EOFException("A backup stream ends within a record's head");
        }
        ByteBuffer numbers = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        int nameLength = numbers.getInt(16);
        if (nameLength < 0 || nameLength > LONGEST_NAME || numbers.getLong(8) < 0) {
            throw new IOException("A backup stream has a record that can't be");
        }
        byte[] name = stream.readNBytes(nameLength);
        if (name.length < nameLength) {
            throw new EOFException("A backup stream ends within a record's name");
        }
        left = numbers.getLong(8);
        return Optional.of(
                new Head(
                        numbers.getInt(0),
                        numbers.getInt(4),
                        left,
                        new String(name, StandardCharsets.UTF_16LE)));
    }

    /**
     * Returns this record's data.
     *
     * @return as far as it is unread
     */
    public InputStream data() {
        return new FilterInputStream(stream) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (left == 0) {
                    return -1;
                }
                int got = stream.read(bytes, offset, (int) Math.min(length, left));
                if (got < 0) {
                    throw new EOFException("A backup stream ends within a record's data");
                }
                left -= got;
                return got;
            }

            @Override
            public void close() {
                // the records go on
            }
        };
    }
}
