package dev.mullion.engine.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Fails once more bytes come than are allowed, instead of ending as if that were all. */
public final class BoundedInputStream extends FilterInputStream {

    private final long limit;
    private final String what;
    private long count;

    /**
     * Bounds a stream.
     *
     * @param limit bytes that may come
     * @param what names the content in the error, for example {@code The manifest}
     */
    public BoundedInputStream(InputStream in, long limit, String what) {
        super(in);
        this.limit = limit;
        this.what = what;
    }

    /** Bytes read so far. */
    public long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
            counted(1);
        }
        return value;
    }

    @Override
    public int read(byte @Nullable [] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            counted(read);
        }
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        counted(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void counted(long bytes) throws IOException {
        count += bytes;
        if (count > limit) {
            throw new BrokenArchiveException(
                    what + " is larger than the " + limit + " bytes that are allowed");
        }
    }
}
