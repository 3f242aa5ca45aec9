package dev.mullion.hcs.layer;

import com.sun.jna.Memory;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A stream out of a native function, 64 KiB at a time. For one thread at a time. */
abstract class NativeInput extends InputStream {

    private static final int SIZE = 64 * 1024;

    private final Memory memory = new Memory(SIZE);
    private int position;
    private int filled;
    private boolean ended;
    private boolean closed;

    /** Fills memory; returns how much, 0 at the end. */
    abstract int fill(Memory memory, int count);

    /** What is read, for errors. */
    abstract String name();

    /** Frees what the native side keeps; after a failure, too. */
    abstract void end();

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (closed) {
            throw new IOException("The stream from " + name() + " is closed");
        }
        if (length == 0) {
            return 0;
        }
        if (position == filled && !refill()) {
            return -1;
        }
        int part = Math.min(length, filled - position);
        memory.read(position, bytes, offset, part);
        position += part;
        return part;
    }

    private boolean refill() {
        if (ended) {
            return false;
        }
        position = 0;
        filled = 0;
        filled = fill(memory, SIZE);
        ended = filled == 0;
        return !ended;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            end();
        } finally {
            memory.close();
        }
    }
}
