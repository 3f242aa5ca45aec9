package dev.mullion.engine.hcs.layer;

import dev.mullion.hcs.layer.BackupFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Files and streams that are written together. All are closed, the last one first, also after one
 * that fails: a file that stays open would keep its folder from being removed.
 */
final class OpenFiles implements LayerWriter.Writing {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final OutputStream out = new Every();
    private final Deque<OutputStream> streams = new ArrayDeque<>();

    BackupFile file(BackupFile file) {
        open.push(file);
        return file;
    }

    OutputStream into(OutputStream stream) {
        open.push(stream);
        streams.addLast(stream);
        return stream;
    }

    /** Takes what goes into every stream. */
    @Override
    public OutputStream stream() {
        return out;
    }

    @Override
    public void close() throws IOException {
        Exception failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        switch (failure) {
            case null -> {}
            case IOException io -> throw io;
            case RuntimeException unchecked -> throw unchecked;
            default -> throw new IOException(failure.getMessage(), failure);
        }
    }

    private final class Every extends OutputStream {

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            for (OutputStream stream : streams) {
                stream.write(bytes, from, length);
            }
        }
    }
}
