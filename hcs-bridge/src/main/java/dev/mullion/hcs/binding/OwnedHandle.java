package dev.mullion.hcs.binding;

import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The one owner of a native handle. It is closed once, however often {@link #close} is called, and
 * never under a call that still uses it: then the last such call closes it when it returns, because
 * the DLLs don't survive a handle that goes away beneath them.
 */
public final class OwnedHandle implements AutoCloseable {

    private final long value;
    private final String what;
    private final LongConsumer closer;
    private int uses;
    private boolean closed;

    /**
     * Takes a handle over.
     *
     * @param value the handle, not 0
     * @param what names it in errors, for example {@code compute system web-01}
     * @param closer the native close; called once
     */
    public OwnedHandle(long value, String what, LongConsumer closer) {
        if (value == 0) {
            throw new IllegalArgumentException("There is no handle of " + what);
        }
        this.value = value;
        this.what = what;
        this.closer = closer;
    }

    /**
     * Keeps the handle from being closed over several calls that belong together, such as a
     * transfer and the wait for its end: a {@link #close} meanwhile takes effect when the last of
     * them is done.
     *
     * @return what to close after the last call
     * @throws IllegalStateException if the handle is closed
     */
    public Held hold() {
        return new Held(acquire());
    }

    /**
     * Does the same for those who race with a close.
     *
     * @return what to close after the last call; nothing if the handle is closed
     */
    public synchronized Optional<Held> holdIfOpen() {
        return closed ? Optional.empty() : Optional.of(hold());
    }

    /** A handle that can't go away. */
    public final class Held implements AutoCloseable {
        private final long value;
        private boolean released;

        private Held(long value) {
            this.value = value;
        }

        /**
         * Returns the handle, for calls until this is closed.
         *
         * @return its value
         */
        public long value() {
            return value;
        }

        @Override
        public void close() {
            if (!released) {
                released = true;
                release();
            }
        }
    }

    synchronized long acquire() {
        if (closed) {
            throw new IllegalStateException("The handle of " + what + " is closed");
        }
        uses++;
        return value;
    }

    void release() {
        synchronized (this) {
            uses--;
            if (uses > 0 || !closed) {
                return;
            }
        }
        closer.accept(value);
    }

    /** Closes the handle, at once or when the last call that uses it returns. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (uses > 0) {
                return;
            }
        }
        // outside the lock: the native close waits for callbacks that are running
        closer.accept(value);
    }

    @Override
    public String toString() {
        return "the handle of " + what;
    }
}
