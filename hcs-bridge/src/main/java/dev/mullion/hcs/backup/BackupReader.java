package dev.mullion.hcs.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a backup stream, record by record. As a stream it is the data of the current record. Every
 * length in it is a claim: no more memory is taken than the caller allows. Not for several threads.
 */
public final class BackupReader extends InputStream {

    private static final int OFFSET = 8;

    private final InputStream in;
    private long rest;

    /**
     * Reads from a stream.
     *
     * @param in closed when this is
     */
    public BackupReader(InputStream in) {
        this.in = in;
    }

    /**
     * Goes on to the next record, over what wasn't read of this one.
     *
     * @return its header, or null at the end of the stream
     * @throws BrokenBackupException if this is no backup stream or it breaks off
     */
    public @Nullable RecordHeader next() throws IOException {
        skipRest();
        byte[] fixed = in.readNBytes(RecordHeader.LENGTH);
        if (fixed.length == 0) {
            return null;
        }
        if (fixed.length < RecordHeader.LENGTH) {
            throw brokenOff();
        }
        ByteBuffer bytes = ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN);
        int number = bytes.getInt();
        RecordKind kind =
                RecordKind.of(number)
                        .orElseThrow(() ->
                                new BrokenBackupException(
                                        "A backup stream has a record of the unknown kind "
                                                + Integer.toUnsignedString(number)));
        int attributes = bytes.getInt();
        long size = bytes.getLong();
        String name = name(bytes.getInt());
        long offset = 0;
        if (kind == RecordKind.SPARSE_BLOCK) {
            size -= OFFSET;
            offset = size < 0 ? 0 : offset();
        }
        if (size < 0 || offset < 0 || size > Long.MAX_VALUE - offset) {
            throw new BrokenBackupException("A record of a backup stream has an impossible size");
        }
        rest = size;
        return new RecordHeader(kind, attributes, size, name, offset);
    }

    /** A stream that ends within what is passed over is broken, too. */
    private void skipRest() throws IOException {
        byte[] buffer = new byte[(int) Math.min(rest, 8192)];
        while (rest > 0) {
            // at the end of the stream this throws
            read(buffer, 0, buffer.length);
        }
    }

    private String name(int length) throws IOException {
        if (length < 0 || length > RecordHeader.LONGEST_NAME || length % 2 != 0) {
            throw new BrokenBackupException(
                    "A record of a backup stream has a name of "
                            + Integer.toUnsignedString(length)
                            + " bytes");
        }
        return new String(exactly(length), StandardCharsets.UTF_16LE);
    }

    private long offset() throws IOException {
        return ByteBuffer.wrap(exactly(OFFSET)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw brokenOff();
        }
        return bytes;
    }

    /**
     * Reads the rest of the current record at once.
     *
     * @param most bytes that it may have
     * @return all of them
     * @throws BrokenBackupException if it has more, or breaks off
     */
    public byte[] all(int most) throws IOException {
        if (rest > most) {
            throw new BrokenBackupException(
                    "A record of a backup stream has " + rest + " bytes, not at most " + most);
        }
        byte[] bytes = exactly((int) rest);
        rest = 0;
        return bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, bytes.length);
        if (rest == 0) {
            return -1;
        }
        int read = in.read(bytes, from, (int) Math.min(length, rest));
        if (read < 0) {
            throw brokenOff();
        }
        rest -= read;
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static BrokenBackupException brokenOff() {
        return new BrokenBackupException("A backup stream breaks off in the middle of a record");
    }
}
