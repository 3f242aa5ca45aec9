package dev.mullion.docker.client;

import java.io.IOException;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** What all streams share: one element ahead, and an end that is told apart from a failure. */
abstract class WireStream<T> implements DockerStream<T> {

    private final Call call;
    private @Nullable T ahead;
    private boolean ended;

    WireStream(Call call) {
        this.call = call;
    }

    /** Reads the next element; null at a proper end. */
    abstract @Nullable T read() throws IOException;

    Call call() {
        return call;
    }

    @Override
    public final boolean hasNext() {
        if (call.closed()) {
            ahead = null;
            return false;
        }
        if (ahead == null && !ended) {
            ahead = readOrEnd();
            if (ahead == null) {
                ended = true;
                call.close();
            }
        }
        return ahead != null;
    }

    private @Nullable T readOrEnd() {
        call.waits();
        try {
            return read();
        } catch (IOException e) {
            if (call.closed()) {
                return null;
            }
            ended = true;
            throw call.failure(e);
        } catch (RuntimeException e) {
            ended = true;
            call.close();
            throw e;
        } finally {
            call.waited();
        }
    }

    @Override
    public final T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The stream has ended");
        }
        T next = ahead;
        if (next == null) {
            throw new NoSuchElementException("The stream was closed");
        }
        ahead = null;
        return next;
    }

    @Override
    public final void close() {
        call.close();
    }
}
