package dev.mullion.hcs.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a backup stream, record by record. Not for several threads. */
public final class BackupWriter {

    private static final int BUFFER = 64 * 1024;
    private static final int OFFSET = 8;

    private final OutputStream out;
    private long missing;

    /**
     * Writes into a stream, in small pieces and large ones.
     *
     * @param out stays open
     */
    public BackupWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Begins a record; the one before must be complete.
     *
     * @param header its header, whose size must follow
     */
    public void begin(RecordHeader header) throws IOException {
        finish();
        byte[] name = header.name().getBytes(StandardCharsets.UTF_16LE);
        boolean block = header.kind() == RecordKind.SPARSE_BLOCK;
        if (name.length > RecordHeader.LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "A stream's name can't have " + header.name().length() + " characters");
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(RecordHeader.LENGTH + name.length + OFFSET)
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(header.kind().number());
        bytes.putInt(header.attributes());
        bytes.putLong(block ? Math.addExact(header.size(), OFFSET) : header.size());
        bytes.putInt(name.length);
        bytes.put(name);
        if (block) {
            bytes.putLong(header.offset());
        }
        out.write(bytes.array(), 0, bytes.position());
        missing = header.size();
    }

    /**
     * Writes data of the record that was begun last.
     *
     * @param bytes holds them
     * @param from where they start
     * @param length how many there are
     */
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (length > missing) {
            throw new IllegalStateException(
                    "A record has " + missing + " bytes left, not " + length);
        }
        out.write(bytes, from, length);
        missing -= length;
    }

    /**
     * Writes a whole record.
     *
     * @param kind what it is
     * @param bytes all of it
     */
    public void record(RecordKind kind, byte[] bytes) throws IOException {
        begin(RecordHeader.of(kind, bytes.length));
        write(bytes, 0, bytes.length);
    }

    /**
     * Copies the data of the record that was begun last.
     *
     * @param in read for as many bytes as the record has left, not beyond
     * @throws BrokenBackupException if it ends before
     */
    public void copy(InputStream in) throws IOException {
        byte[] buffer = new byte[(int) Math.min(BUFFER, missing)];
        while (missing > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, missing));
            if (read < 0) {
                throw new BrokenBackupException(
                        "The content ended " + missing + " bytes before its end");
            }
            write(buffer, 0, read);
        }
    }

    /**
     * Says that no more comes.
     *
     * @throws IllegalStateException if data of the last record is missing
     */
    public void finish() {
        if (missing != 0) {
            throw new IllegalStateException("A record lacks " + missing + " bytes");
        }
    }
}
