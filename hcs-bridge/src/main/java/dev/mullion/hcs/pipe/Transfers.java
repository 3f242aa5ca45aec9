package dev.mullion.hcs.pipe;

import com.sun.jna.Memory;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.Hresult;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.NativeFunction;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.binding.OwnedHandle;
import dev.mullion.hcs.binding.WindowsFunction;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Transfers through one overlapped pipe, one at a time. Whoever closes this ends the transfer that
 * is under way; the memory and the handles that Windows works with go when that transfer is over,
 * never before.
 */
final class Transfers implements AutoCloseable {

    /** Bytes of one transfer. */
    static final int LARGEST = 64 << 10;

    static final int SUCCESS = 0;
    static final int MORE_DATA = 234;

    /** The transfer was ended by {@link #close}, or never begun because of it. */
    static final int ABORTED = 995;

    private static final int PENDING = 997;
    private static final int FALSE = 0;
    private static final int TRUE = 1;
    private static final long INVALID_HANDLE = -1;
    private static final int OVERLAPPED_SIZE = 32;
    private static final int OVERLAPPED_EVENT = 24;

    private final NativeCalls calls;
    private final NativeFunction function;
    private final OwnedHandle pipe;
    private final long event;
    private final Memory overlapped = new Memory(OVERLAPPED_SIZE);
    private final Memory buffer = new Memory(LARGEST);

    /** Held over a whole transfer. */
    private final ReentrantLock turn = new ReentrantLock();

    /** Guards the two below; never held over a call of Windows. */
    private final Object state = new Object();

    private boolean closed;
    private boolean busy;

    Transfers(NativeCalls calls, NativeFunction function, OwnedHandle pipe) {
        this.calls = calls;
        this.function = function;
        this.pipe = pipe;
        this.event = event(calls);
    }

    private static long event(NativeCalls calls) {
        // one that stays set: whoever waits later must see it, too
        long event = calls.call(WindowsFunction.CREATE_EVENT_W, null, TRUE, FALSE, null);
        if (event == 0 || event == INVALID_HANDLE) {
            throw HcsException.of(
                    "Making an event for a pipe", Hresult.ofWin32(calls.lastError()), null);
        }
        return event;
    }

    /** How a transfer ended: a Win32 code, 0 for success, and the bytes that were moved. */
    record Outcome(int code, int bytes) {}

    /** What is between Java's bytes and those of Windows, before or after a transfer. */
    interface Copy {
        void with(Memory buffer, int bytes);
    }

    /**
     * Moves bytes, and waits until that is done.
     *
     * @param length at most so many, up to {@link #LARGEST}
     * @param before fills the buffer for what goes out
     * @param after empties it of what came in
     */
    Outcome move(int length, Copy before, Copy after) {
        turn.lock();
        try {
            if (!begin()) {
                return new Outcome(ABORTED, 0);
            }
            try {
                before.with(buffer, length);
                Outcome outcome = transfer(length);
                after.with(buffer, outcome.bytes());
                return outcome;
            } finally {
                end();
            }
        } finally {
            turn.unlock();
        }
    }

    private Outcome transfer(int length) {
        Optional<OwnedHandle.Held> open = pipe.holdIfOpen();
        if (open.isEmpty()) {
            return new Outcome(ABORTED, 0);
        }
        try (OwnedHandle.Held held = open.get()) {
            overlapped.clear();
            overlapped.setLong(OVERLAPPED_EVENT, event);
            if (calls.code(function, held.value(), buffer, length, null, overlapped) == FALSE) {
                int error = calls.lastError();
                if (error != PENDING && error != MORE_DATA) {
                    return new Outcome(error, 0);
                }
            }
            if (isClosed()) {
                // that close may have come before there was something to cancel
                cancel(held.value());
            }
            return result(held.value());
        }
    }

    private Outcome result(long handle) {
        var bytes = new Out.Int32();
        int done =
                calls.code(WindowsFunction.GET_OVERLAPPED_RESULT, handle, overlapped, bytes, TRUE);
        int error = done == FALSE ? calls.lastError() : SUCCESS;
        // a part of a longer message is as good as any other part
        return new Outcome(error == MORE_DATA ? SUCCESS : error, bytes.value());
    }

    private boolean begin() {
        synchronized (state) {
            busy = !closed;
            return busy;
        }
    }

    private boolean isClosed() {
        synchronized (state) {
            return closed;
        }
    }

    private void end() {
        boolean last;
        synchronized (state) {
            busy = false;
            last = closed;
        }
        if (last) {
            release();
        }
    }

    /**
     * Ends the transfer that is under way, if there is one, and closes the pipe when it is over.
     */
    @Override
    public void close() {
        boolean under;
        synchronized (state) {
            if (closed) {
                return;
            }
            closed = true;
            under = busy;
        }
        if (!under) {
            release();
            return;
        }
        // nothing to hold means that the transfer is over, and its thread has closed the pipe
        pipe.holdIfOpen()
                .ifPresent(held -> {
                    try (held) {
                        cancel(held.value());
                    }
                });
    }

    /** Ends what is pending on the handle. That there is nothing any more is no failure. */
    private void cancel(long handle) {
        calls.code(WindowsFunction.CANCEL_IO_EX, handle, null);
    }

    private void release() {
        pipe.close();
        calls.call(WindowsFunction.CLOSE_HANDLE, event);
        overlapped.close();
        buffer.close();
    }
}
