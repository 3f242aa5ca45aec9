package dev.mullion.hcs.layer;

import com.sun.jna.Memory;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** A stream into a native function, 64 KiB at a time. For one thread at a time. */
abstract class NativeOutput extends OutputStream {

    private static final int SIZE = 64 * 1024;

    private final Memory memory = new Memory(SIZE);
    private int filled;
    private boolean closed;

    /** Hands on what is in memory; returns how much of it was taken. */
    abstract int pass(Memory memory, int count);

    /** What is written, for errors. */
    abstract String name();

    /** Frees what the native side keeps; after a failure, too. */
    abstract void end();

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (closed) {
            throw new IOException("The stream to " + name() + " is closed");
        }
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, SIZE - filled);
            memory.write(filled, bytes, offset + done, part);
            filled += part;
            done += part;
            if (filled == SIZE) {
                flush();
            }
        }
    }

    @Override
    public void flush() {
        if (closed || filled == 0) {
            return;
        }
        int count = filled;
        // also after a failure nothing is passed twice
        filled = 0;
        int taken = pass(memory, count);
        if (taken != count) {
            throw FileFailures.of(
                    "Writing " + name() + ", of which " + taken + " of " + count + " bytes went,",
                    FileFailures.NOT_ALL_BYTES);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        try {
            flush();
        } finally {
            closed = true;
            try {
                end();
            } finally {
                memory.close();
            }
        }
    }
}
