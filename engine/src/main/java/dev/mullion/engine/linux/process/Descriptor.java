package dev.mullion.engine.linux.process;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.LibC;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An open file, pipe, socket or terminal. Waiting holds up the calling thread only, and {@link
 * #close} from another thread ends it. One thread may read while another writes, if each has a
 * descriptor of its own ({@link #twin}).
 */
public final class Descriptor implements AutoCloseable {

    /** As large as conmon's largest packet of input; its packets of output are smaller. */
    public static final int MOST = 32 * 1024;

    private static final NativeLong NON_BLOCKING = new NativeLong(0x5421); // FIONBIO
    private static final int DUPLICATE = 1030; // F_DUPFD_CLOEXEC
    private static final int SHUT_WRITE = 1;

    private final Readiness readiness;
    private final int file;
    private final Memory buffer = new Memory(MOST);
    private boolean watched;
    private boolean closed;
    private Readiness.@Nullable Ticket waiting;

    private Descriptor(Readiness readiness, int file) {
        this.readiness = readiness;
        this.file = file;
    }

    /** Takes over an open file. */
    public static Descriptor of(Readiness readiness, int file) throws IOException {
        try (Memory yes = new Memory(4)) {
            yes.setInt(0, 1);
            LibC.ioctl(file, NON_BLOCKING, yes);
        } catch (LastErrorException e) {
            LibC.close(file);
            throw Errno.describe("Taking over an open file", e);
        }
        return new Descriptor(readiness, file);
    }

    /** Takes over a process file (pidfd), which is ready to read once the process has ended. */
    static Descriptor ofProcess(Readiness readiness, int file) {
        return new Descriptor(readiness, file);
    }

    /** The same open file, to be waited for and closed by itself. */
    public synchronized Descriptor twin() throws IOException {
        check();
        try {
            return new Descriptor(readiness, LibC.fcntl(file, DUPLICATE, 3));
        } catch (LastErrorException e) {
            throw Errno.describe("Opening a file twice", e);
        }
    }

    /**
     * Waits for something to read.
     *
     * @param into cleared by this; its content is between 0 and the position afterwards
     * @return the number of bytes, -1 at the end
     */
    public int read(ByteBuffer into) throws IOException {
        while (true) {
            int count = readNow(into);
            if (count != 0) {
                return count;
            }
            await(Readiness.READ);
        }
    }

    /** Like {@link #read}, but answers 0 where that would wait. */
    public int readNow(ByteBuffer into) throws IOException {
        into.clear();
        int most = Math.min(into.remaining(), MOST);
        int count =
                attempt(() -> {
                    int n = LibC.read(file, buffer, new NativeLong(most)).intValue();
                    if (n > 0) {
                        into.put(buffer.getByteBuffer(0, n));
                    }
                    return n;
                });
        return count > 0 ? count : count == 0 ? -1 : 0;
    }

    /** Waits until one of them can be read or is at its end. */
    public static void awaitAny(List<Descriptor> files) throws IOException {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (Descriptor each : files) {
            all.add(each.ticket(Readiness.READ).done());
        }
        finish(CompletableFuture.anyOf(all.toArray(CompletableFuture<?>[]::new)), null);
    }

    /** Writes all of it, in pieces of at most {@link #MOST}. */
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int most = Math.min(bytes.remaining(), MOST);
            int count =
                    attempt(() -> {
                        buffer.getByteBuffer(0, most).put(bytes.slice(bytes.position(), most));
                        return LibC.write(file, buffer, new NativeLong(most)).intValue();
                    });
            if (count >= 0) {
                bytes.position(bytes.position() + count);
            } else {
                await(Readiness.WRITE);
            }
        }
    }

    /** Says to the other side of a socket that nothing more comes. */
    public void endOutput() throws IOException {
        attempt(() -> LibC.shutdown(file, SHUT_WRITE));
    }

    /** Does something with the file's number, which stays valid meanwhile. */
    public synchronized <T> T with(OnFile<T> action) throws IOException {
        check();
        return action.apply(file);
    }

    void awaitReadable() throws IOException {
        await(Readiness.READ);
    }

    boolean awaitReadable(Duration most) throws IOException {
        return await(Readiness.READ, most);
    }

    /** Answers -1 where the call would have waited. */
    private synchronized int attempt(Call call) throws IOException {
        check();
        while (true) {
            try {
                return call.make();
            } catch (LastErrorException e) {
                switch (e.getErrorCode()) {
                    case Errno.EAGAIN -> {
                        return -1;
                    }
                    case Errno.EINTR -> {}
                    // how a terminal says that its last user has gone
                    case Errno.EIO, Errno.ECONNRESET -> {
                        return 0;
                    }
                    default -> throw Errno.describe("Using an open file", e);
                }
            }
        }
    }

    private void await(int what) throws IOException {
        await(what, null);
    }

    private boolean await(int what, @Nullable Duration most) throws IOException {
        return finish(ticket(what).done(), most);
    }

    private synchronized Readiness.Ticket ticket(int what) throws IOException {
        check();
        Readiness.Ticket ticket = waiting;
        if (ticket == null || ticket.done().isDone()) {
            ticket = readiness.watch(file, what, watched);
        }
        watched = true;
        waiting = ticket;
        return ticket;
    }

    private static boolean finish(CompletableFuture<?> done, @Nullable Duration most)
            throws IOException {
        try {
            if (most == null) {
                done.get();
            } else {
                done.get(most.toMillis(), TimeUnit.MILLISECONDS);
            }
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for a file");
        } catch (ExecutionException e) {
            throw new IOException("Waiting for a file", e);
        }
    }

    private void check() throws IOException {
        if (closed || readiness.isClosed()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (watched && !readiness.isClosed()) {
            readiness.forget(file);
        }
        LibC.close(file);
        buffer.close();
        if (waiting != null) {
            readiness.drop(waiting);
            waiting.done().complete(null);
        }
    }

    /** Something done with an open file. */
    public interface OnFile<T> {

        T apply(int file) throws IOException;
    }

    private interface Call {

        int make();
    }
}
