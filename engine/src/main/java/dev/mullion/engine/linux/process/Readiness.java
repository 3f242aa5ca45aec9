package dev.mullion.engine.linux.process;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import dev.mullion.engine.linux.libc.Errno;
import dev.mullion.engine.linux.libc.LibC;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells when open files can be read or written: one platform thread waits for all of them, so that
 * the virtual threads that want them cost no carrier.
 */
public final class Readiness implements AutoCloseable {

    static final int READ = 1;
    static final int WRITE = 4;

    private static final int ONCE = 1 << 30;
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int CHANGE = 3;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int EVENTS = 64;

    /** struct epoll_event is packed on x86-64 only. */
    private static final int DATA = Platform.isIntel() ? 4 : 8;

    private static final int EVENT = DATA + 8;

    private final int epoll;
    private final int wakeRead;
    private final int wakeWrite;
    private final AtomicLong tickets = new AtomicLong();
    private final Map<Long, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    private Readiness(int epoll, int wakeRead, int wakeWrite) {
        this.epoll = epoll;
        this.wakeRead = wakeRead;
        this.wakeWrite = wakeWrite;
        this.thread =
                Thread.ofPlatform().daemon().name("engine-readiness").unstarted(this::waitForAll);
    }

    /** Starts the thread. */
    public static Readiness open() throws IOException {
        try {
            int[] wake = new int[2];
            LibC.pipe2(wake, CLOSE_ON_EXEC);
            Readiness readiness =
                    new Readiness(LibC.epoll_create1(CLOSE_ON_EXEC), wake[0], wake[1]);
            readiness.control(ADD, wake[0], READ, 0);
            readiness.thread.start();
            return readiness;
        } catch (LastErrorException e) {
            throw Errno.describe("Waiting for open files", e);
        }
    }

    /**
     * Is done once the file is ready, at its end or in error.
     *
     * @param known whether this file was waited for before
     */
    Ticket watch(int file, int what, boolean known) throws IOException {
        long number = tickets.incrementAndGet();
        CompletableFuture<Void> done = new CompletableFuture<>();
        waiting.put(number, done);
        try {
            control(known ? CHANGE : ADD, file, what | ONCE, number);
        } catch (LastErrorException e) {
            waiting.remove(number);
            throw Errno.describe("Waiting for file " + file, e);
        }
        if (closed) {
            done.complete(null);
        }
        return new Ticket(number, done);
    }

    /** Forgets a file that was waited for; before it is closed. */
    void forget(int file) {
        try {
            LibC.epoll_ctl(epoll, DELETE, file, null);
        } catch (LastErrorException e) {
            if (e.getErrorCode() != Errno.ENOENT) {
                throw e;
            }
        }
    }

    void drop(Ticket ticket) {
        waiting.remove(ticket.number());
    }

    private void control(int operation, int file, int events, long number) {
        try (Memory event = new Memory(EVENT)) {
            event.setInt(0, events);
            event.setLong(DATA, number);
            LibC.epoll_ctl(epoll, operation, file, event);
        }
    }

    private void waitForAll() {
        try (Memory events = new Memory((long) EVENTS * EVENT)) {
            while (!closed) {
                int count = next(events);
                for (int i = 0; i < count; i++) {
                    long number = events.getLong((long) i * EVENT + DATA);
                    CompletableFuture<Void> done = waiting.remove(number);
                    if (done != null) {
                        done.complete(null);
                    }
                }
            }
        } finally {
            closed = true;
            waiting.values().forEach(done -> done.complete(null));
            LibC.close(epoll);
            LibC.close(wakeRead);
            LibC.close(wakeWrite);
        }
    }

    private int next(Memory events) {
        try {
            return LibC.epoll_wait(epoll, events, EVENTS, -1);
        } catch (LastErrorException e) {
            if (e.getErrorCode() == Errno.EINTR) {
                return 0;
            }
            throw e;
        }
    }

    /** Ends the thread; whoever still waits is told at once. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (Memory one = new Memory(1)) {
            one.setByte(0, (byte) 1);
            LibC.write(wakeWrite, one, new com.sun.jna.NativeLong(1));
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** One wait for one file. */
    record Ticket(long number, CompletableFuture<Void> done) {}

    static {
        // the layout of struct epoll_event is known for 64-bit Linux only
        if (Native.POINTER_SIZE != 8) {
            throw new IllegalStateException("Mullion's engine needs a 64-bit Linux");
        }
    }
}
