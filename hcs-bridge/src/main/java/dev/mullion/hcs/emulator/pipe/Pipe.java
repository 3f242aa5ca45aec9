package dev.mullion.hcs.emulator.pipe;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes on their way in one direction. One side is a program, which blocks; the other is a process
 * of the host, whose transfers are done when it is possible.
 */
public final class Pipe {

    /** What is written beyond it has to wait for the reader. */
    static final int CAPACITY = 64 << 10;

    private static final int END = -1;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final byte[] bytes = new byte[CAPACITY];
    private final Deque<Transfer> transfers = new ArrayDeque<>();
    private int first;
    private int count;
    private boolean writerClosed;
    private boolean readerClosed;
    private long moved;

    /** An empty pipe, open on both sides. */
    public Pipe() {}

    /**
     * Reads as a program does.
     *
     * @param into where to
     * @return how many bytes; -1 at the end, or when the program's side is closed meanwhile
     */
    public int read(byte[] into) {
        lock.lock();
        try {
            while (count == 0 && !writerClosed && !readerClosed) {
                changed.awaitUninterruptibly();
            }
            if (readerClosed || count == 0) {
                return END;
            }
            int taken = take(into, into.length);
            settle();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes all of it, as a program does. What nobody will read is dropped.
     *
     * @param from the bytes
     * @param length how many of them
     */
    public void write(byte[] from, int length) {
        lock.lock();
        try {
            int done = 0;
            while (done < length && !writerClosed && !readerClosed) {
                int part = put(from, done, length - done);
                done += part;
                settle();
                if (part == 0) {
                    changed.awaitUninterruptibly();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will be written. What is in the pipe can still be read. */
    public void closeWriter() {
        lock.lock();
        try {
            writerClosed = true;
            settle();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will be read. */
    public void closeReader() {
        lock.lock();
        try {
            readerClosed = true;
            settle();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns how much went through.
     *
     * @return bytes taken out so far
     */
    public long moved() {
        lock.lock();
        try {
            return moved;
        } finally {
            lock.unlock();
        }
    }

    /** Begins a transfer of the host's side; it may be over when this returns. */
    void begin(Transfer transfer) {
        lock.lock();
        try {
            transfers.add(transfer);
            settle();
        } finally {
            lock.unlock();
        }
    }

    /** Ends transfers that aren't over: those of one structure, or all for 0. */
    boolean cancel(long overlapped, boolean silently) {
        lock.lock();
        try {
            boolean any = false;
            for (Iterator<Transfer> all = transfers.iterator(); all.hasNext(); ) {
                Transfer transfer = all.next();
                if (overlapped == 0 || transfer.overlapped() == overlapped) {
                    all.remove();
                    transfer.abort(silently);
                    any = true;
                }
            }
            return any;
        } finally {
            lock.unlock();
        }
    }

    /** Does what has become possible, in the order in which it was asked for. */
    private void settle() {
        while (!transfers.isEmpty() && advance(transfers.getFirst())) {
            transfers.removeFirst();
        }
        changed.signalAll();
    }

    private boolean advance(Transfer transfer) {
        return transfer.reads() ? advanceRead(transfer) : advanceWrite(transfer);
    }

    private boolean advanceRead(Transfer transfer) {
        if (count > 0) {
            byte[] part = new byte[Math.min(count, transfer.length())];
            take(part, part.length);
            transfer.received(part);
            return true;
        }
        if (writerClosed) {
            transfer.end(Transfer.BROKEN_PIPE);
            return true;
        }
        return false;
    }

    private boolean advanceWrite(Transfer transfer) {
        if (readerClosed) {
            transfer.end(Transfer.NO_DATA);
            return true;
        }
        byte[] rest = transfer.rest();
        int part = put(rest, 0, rest.length);
        transfer.sent(part);
        return part == rest.length;
    }

    private int take(byte[] into, int atMost) {
        int taken = Math.min(count, atMost);
        for (int i = 0; i < taken; i++) {
            into[i] = bytes[(first + i) % CAPACITY];
        }
        first = (first + taken) % CAPACITY;
        count -= taken;
        moved += taken;
        return taken;
    }

    private int put(byte[] from, int offset, int length) {
        int part = Math.min(length, CAPACITY - count);
        for (int i = 0; i < part; i++) {
            bytes[(first + count + i) % CAPACITY] = from[offset + i];
        }
        count += part;
        return part;
    }
}
