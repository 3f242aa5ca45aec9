package dev.mullion.hcs.emulator.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** The content of a file, out of its backup stream: holes of a sparse one read as zeros. */
final class UnnamedData extends InputStream {

    private final InputStream stream;
    private final BackupRecords records;
    private InputStream part = InputStream.nullInputStream();
    private long position;
    private long zeros;

    UnnamedData(InputStream stream) {
        this.stream = stream;
        this.records = new BackupRecords(stream);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        while (true) {
            if (zeros > 0) {
                int count = (int) Math.min(length, zeros);
                Arrays.fill(bytes, offset, offset + count, (byte) 0);
                zeros -= count;
                position += count;
                return count;
            }
            int got = part.read(bytes, offset, length);
            if (got >= 0) {
                position += got;
                return got;
            }
            if (!next()) {
                return -1;
            }
        }
    }

    private boolean next() throws IOException {
        for (Optional<BackupRecords.Head> head = records.next();
                head.isPresent();
                head = records.next()) {
            InputStream data = records.data();
            if (head.get().id() == BackupRecords.SPARSE_BLOCK) {
                byte[] offset = data.readNBytes(Long.BYTES);
                long at = ByteBuffer.wrap(offset).order(ByteOrder.LITTLE_ENDIAN).getLong();
                zeros = Math.max(0, at - position);
            }
            if (head.get().id() == BackupRecords.SPARSE_BLOCK
                    || head.get().id() == BackupRecords.DATA) {
                part = data;
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
