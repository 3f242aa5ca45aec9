package dev.mullion.engine.registry;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.jspecify.annotations.Nullable;

/** A request's body that knows whether it gets on: no socket has a time limit for writes. */
final class UploadWatch extends HttpEntityWrapper {

    private final AtomicLong written = new AtomicLong();
    private volatile boolean stood;
    private volatile @Nullable IOException failure;
    private long seen = -1;

    UploadWatch(HttpEntity body) {
        super(body);
    }

    /** Tells whether nothing was written since this was asked before. */
    boolean stands() {
        long now = written.get();
        stood = now == seen;
        seen = now;
        return stood;
    }

    /** Tells whether it stood still when it was asked last. */
    boolean stood() {
        return stood;
    }

    /** What this side's own content failed with; null if it didn't. */
    @Nullable IOException failure() {
        return failure;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        Counted counted = new Counted(out);
        try {
            super.writeTo(counted);
        } catch (IOException e) {
            if (!counted.broken) {
                failure = e;
            }
            throw e;
        }
    }

    private final class Counted extends FilterOutputStream {

        private boolean broken;

        private Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
                written.addAndGet(length);
            } catch (IOException e) {
                broken = true;
                throw e;
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                broken = true;
                throw e;
            }
        }
    }
}
