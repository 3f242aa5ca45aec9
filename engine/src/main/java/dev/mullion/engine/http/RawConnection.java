package dev.mullion.engine.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.FutureCallback;
import org.jspecify.annotations.Nullable;

/**
 * A connection that HTTP has let go of: bytes in both directions, with blocking calls. One thread
 * reads at a time; any thread may write.
 */
final class RawConnection extends AbstractConnection implements Connection.UpgradeTo {

    private static final int BUFFER = 16 << 10;
    private static final long GRACE_NANOS = 2_000_000_000L;

    private final CountDownLatch open = new CountDownLatch(1);
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock reading = new ReentrantLock();
    private final Condition readable = reading.newCondition();
    private final Callback wakeUp = new WakeUp();
    // everything below is only touched with the lock for reading
    private ByteBuffer unread = BufferUtil.EMPTY_BUFFER;
    private boolean interested;
    private @Nullable Throwable broken;
    private volatile boolean closing;
    private volatile boolean leaving;

    RawConnection(EndPoint endPoint, Executor executor) {
        super(endPoint, executor);
    }

    @Override
    public void onUpgradeTo(ByteBuffer early) {
        reading.lock();
        try {
            unread = early;
        } finally {
            reading.unlock();
        }
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().setIdleTimeout(0);
        open.countDown();
    }

    /** Waits until HTTP has let go. */
    void awaitOpen() throws InterruptedException {
        open.await();
    }

    @Override
    public void onFillable() {
        wakeUp.succeeded();
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        open.countDown();
        wakeUp.failed(cause == null ? new IOException("the connection is closed") : cause);
    }

    /**
     * Reads what is there, and waits while nothing is.
     *
     * @return how many bytes; -1 if the client has ended its half or this side has closed
     * @throws IOException if the connection broke
     */
    int read(ByteBuffer into) throws IOException {
        reading.lock();
        try {
            while (!closing && !leaving) {
                int count = available(into);
                if (count != 0) {
                    return count;
                }
                awaitReadable(Long.MAX_VALUE);
            }
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading from the client", e);
        } finally {
            reading.unlock();
        }
    }

    private int available(ByteBuffer into) throws IOException {
        if (!unread.hasRemaining()) {
            if (broken != null) {
                throw new ClientGoneException(broken);
            }
            ByteBuffer fresh = BufferUtil.allocate(BUFFER);
            int filled = getEndPoint().fill(fresh);
            if (filled <= 0) {
                return filled;
            }
            unread = fresh;
        }
        int count = Math.min(unread.remaining(), into.remaining());
        into.put(unread.slice(unread.position(), count));
        unread.position(unread.position() + count);
        return count;
    }

    /** Returns whether there may be something to read, or a reason not to wait any longer. */
    private boolean awaitReadable(long nanos) throws InterruptedException {
        if (!interested) {
            interested = true;
            getEndPoint().fillInterested(wakeUp);
        }
        boolean left = leaving;
        long rest = nanos;
        while (interested && !closing && leaving == left) {
            if (rest <= 0) {
                return false;
            }
            rest = readable.awaitNanos(rest);
        }
        return true;
    }

    private void wakeReader() {
        reading.lock();
        try {
            readable.signalAll();
        } finally {
            reading.unlock();
        }
    }

    /**
     * Writes all, and blocks while the client doesn't read.
     *
     * @throws IOException if the client is gone
     */
    void write(ByteBuffer bytes) throws IOException {
        writing.lock();
        try {
            if (closing || leaving) {
                throw new ClientGoneException(null);
            }
            FutureCallback written = new FutureCallback();
            getEndPoint().write(written, bytes);
            written.get();
        } catch (ExecutionException e) {
            throw new ClientGoneException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IOException("interrupted while writing to the client", e);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Reads and forgets what the client sends, until it goes.
     *
     * @param gone is told then
     */
    void discardInput(Gone gone) {
        ByteBuffer scratch = ByteBuffer.allocate(BUFFER);
        try {
            while (read(scratch) >= 0) {
                scratch.clear();
            }
        } catch (IOException e) {
            // gone, whichever way
            closing = true;
        }
        gone.happened();
        close();
    }

    /**
     * Ends the output and, once the client has ended its half or a while later, the connection:
     * closing while something is unread would take away what the client hasn't read yet.
     */
    void closeGently() {
        endOutput();
        leaving = true;
        wakeReader();
        getExecutor().execute(this::drain);
    }

    private void drain() {
        ByteBuffer scratch = ByteBuffer.allocate(BUFFER);
        long end = System.nanoTime() + GRACE_NANOS;
        reading.lock();
        try {
            while (!closing && available(scratch.clear()) >= 0) {
                long rest = end - System.nanoTime();
                if (rest <= 0 || !awaitReadable(rest)) {
                    break;
                }
            }
        } catch (IOException e) {
            // it has gone: there is nobody left to be gentle to
            broken = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            reading.unlock();
            close();
        }
    }

    /** Ends this side's half of the connection; the other goes on. */
    void endOutput() {
        getEndPoint().shutdownOutput();
    }

    @Override
    public void close() {
        closing = true;
        getEndPoint().close();
        wakeReader();
    }

    private final class WakeUp implements Callback {

        @Override
        public void succeeded() {
            reading.lock();
            try {
                interested = false;
                readable.signalAll();
            } finally {
                reading.unlock();
            }
        }

        @Override
        public void failed(Throwable cause) {
            reading.lock();
            try {
                interested = false;
                broken = broken == null ? cause : broken;
                readable.signalAll();
            } finally {
                reading.unlock();
            }
        }
    }
}
