package dev.mullion.hcs.emulator.file;

import dev.mullion.hcs.layer.FileInfo;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A backup stream on its way into a file. */
final class RestoredStream extends FilterOutputStream {

    private final StoredFile file;
    private final FileInfo before;
    private boolean closed;

    RestoredStream(OutputStream out, StoredFile file, FileInfo before) {
        super(out);
        this.file = file;
        this.before = before;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            super.close();
            file.restored(before);
        }
    }
}
