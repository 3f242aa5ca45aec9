package dev.mullion.engine.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A connection handed over to a process: bytes in both directions, each of which ends by itself.
 * There is no time limit. One thread may read while others write; both block, so the slower side
 * sets the pace.
 */
public final class Hijacked implements AutoCloseable {

    private final RawConnection connection;
    private final Gone gone;

    Hijacked(RawConnection connection, Gone gone) {
        this.connection = connection;
        this.gone = gone;
    }

    /**
     * Reads what the client sent, and waits for it.
     *
     * @param into where to; with room
     * @return how many bytes; -1 if the client has ended its half, after which it still reads
     * @throws IOException if the connection broke
     */
    public int read(ByteBuffer into) throws IOException {
        try {
            return connection.read(into);
        } catch (IOException e) {
            gone.happened();
            throw e;
        }
    }

    /**
     * Sends all of it, at once.
     *
     * @throws IOException if the client has gone
     */
    public void write(ByteBuffer bytes) throws IOException {
        try {
            connection.write(bytes);
        } catch (IOException e) {
            gone.happened();
            throw e;
        }
    }

    /** Does nothing yet: what is written has been sent. */
    public void flush() {
        // kept so that a buffer could come between
    }

    /**
     * Ends the output. What has been written still arrives; a thread that reads is told the end.
     */
    @Override
    public void close() {
        gone.answered();
        connection.closeGently();
    }
}
