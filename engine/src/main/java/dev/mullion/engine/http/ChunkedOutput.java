package dev.mullion.engine.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * The body of an answer without a known end, over a connection of its own. What is flushed goes out
 * at once.
 */
final class ChunkedOutput extends OutputStream {

    private static final int BUFFER = 16 << 10;
    private static final byte[] LAST = "0\r\n\r\n".getBytes(US_ASCII);

    private final RawConnection connection;
    private final boolean chunked;
    private final Gone gone;
    private final byte[] buffer = new byte[BUFFER];
    private int filled;
    private volatile boolean closed;

    /**
     * Begins a body.
     *
     * @param chunked whether the client understands chunks; else the end of the connection is the
     *     end of the body
     */
    ChunkedOutput(RawConnection connection, boolean chunked, Gone gone) {
        this.connection = connection;
        this.chunked = chunked;
        this.gone = gone;
    }

    @Override
    public synchronized void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int count) throws IOException {
        if (closed) {
            throw new IOException("the answer has already ended");
        }
        int at = from;
        int rest = count;
        while (rest > 0) {
            if (filled == buffer.length) {
                send();
            }
            int part = Math.min(rest, buffer.length - filled);
            System.arraycopy(bytes, at, buffer, filled, part);
            filled += part;
            at += part;
            rest -= part;
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        send();
    }

    private void send() throws IOException {
        if (filled == 0) {
            return;
        }
        try {
            connection.write(chunked ? chunk() : ByteBuffer.wrap(buffer, 0, filled));
            filled = 0;
        } catch (IOException e) {
            closed = true;
            connection.close();
            gone.happened();
            throw e;
        }
    }

    private ByteBuffer chunk() {
        byte[] size = (Integer.toHexString(filled) + "\r\n").getBytes(US_ASCII);
        return ByteBuffer.allocate(size.length + filled + 2)
                .put(size)
                .put(buffer, 0, filled)
                .put((byte) '\r')
                .put((byte) '\n')
                .flip();
    }

    /** Ends the body properly, so that the client can tell it from a broken one. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        send();
        closed = true;
        gone.answered();
        if (chunked) {
            connection.write(ByteBuffer.wrap(LAST));
        }
        connection.closeGently();
    }

    /**
     * Breaks it off, so that the client sees that something is missing; also while a thread is held
     * up in writing.
     */
    void breakOff() {
        if (closed) {
            return;
        }
        closed = true;
        gone.answered();
        connection.close();
    }
}
