package dev.mullion.hcs.emulator.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;

/** A backup stream without its security descriptor. */
final class WithoutSecurity extends InputStream {

    private final InputStream stream;
    private final BackupRecords records;
    private InputStream head = InputStream.nullInputStream();
    private InputStream data = InputStream.nullInputStream();

    WithoutSecurity(InputStream stream) {
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
        do {
            int got = head.read(bytes, offset, length);
            if (got < 0) {
                got = data.read(bytes, offset, length);
            }
            if (got >= 0) {
                return got;
            }
        } while (next());
        return -1;
    }

    private boolean next() throws IOException {
        Optional<BackupRecords.Head> record = records.next();
        while (record.isPresent() && record.get().id() == BackupRecords.SECURITY) {
            record = records.next();
        }
        if (record.isEmpty()) {
            return false;
        }
        head = new ByteArrayInputStream(record.get().bytes());
        data = records.data();
        return true;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
