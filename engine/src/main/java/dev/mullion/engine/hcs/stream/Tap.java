package dev.mullion.engine.hcs.stream;

import dev.mullion.engine.runtime.ProcessStreams.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one reader of a process's output has still to take. Whoever puts waits while there is too
 * much of it; a reader that takes nothing for too long is cut off.
 */
final class Tap {

    private static final int ROOM = 256 << 10;

    private record Piece(boolean errors, ByteBuffer bytes) {}

    private final long patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private int waiting;
    private boolean ended;
    private boolean closed;
    private boolean cutOff;

    /**
     * Makes an empty one.
     *
     * @param patience nanoseconds a reader may take nothing while it holds the process up
     */
    Tap(long patience) {
        this.patience = patience;
    }

    /** Adds output, after waiting for room. Does nothing once the reader has gone. */
    void put(boolean errors, byte[] bytes) {
        lock.lock();
        try {
            long left = patience;
            while (waiting >= ROOM && !closed && !ended) {
                int before = waiting;
                left = changed.awaitNanos(left);
                if (waiting < before) {
                    left = patience;
                } else if (left <= 0) {
                    cutOff = true;
                    closed = true;
                }
            }
            if (!closed && !ended) {
                pieces.add(new Piece(errors, ByteBuffer.wrap(bytes)));
                waiting += bytes.length;
            }
            changed.signalAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will be put; what is there can still be taken. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The reader goes. */
    void close() {
        lock.lock();
        try {
            closed = true;
            pieces.clear();
            waiting = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for output, as {@link dev.mullion.engine.runtime.ProcessStreams#read} says. */
    Source take(ByteBuffer into) throws IOException {
        into.clear();
        lock.lock();
        try {
            Piece piece = next();
            if (piece == null) {
                into.limit(0);
                return Source.END;
            }
            int count = Math.min(into.remaining(), piece.bytes().remaining());
            into.put(piece.bytes().slice(piece.bytes().position(), count));
            piece.bytes().position(piece.bytes().position() + count);
            if (!piece.bytes().hasRemaining()) {
                pieces.removeFirst();
            }
            waiting -= count;
            changed.signalAll();
            into.flip();
            return piece.errors() ? Source.ERRORS : Source.OUTPUT;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Piece next() throws IOException {
        while (true) {
            Piece piece = pieces.peekFirst();
            if (piece != null) {
                return piece;
            }
            if (cutOff) {
                throw new IOException(
                        "Nothing was read for "
                                + TimeUnit.NANOSECONDS.toSeconds(patience)
                                + " s, and the container waited: the connection is cut off");
            }
            if (closed) {
                throw new ClosedChannelException();
            }
            if (ended) {
                return null;
            }
            changed.awaitUninterruptibly();
        }
    }
}
