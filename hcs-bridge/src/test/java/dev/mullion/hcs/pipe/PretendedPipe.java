package dev.mullion.hcs.pipe;

import com.sun.jna.Pointer;
import dev.mullion.hcs.binding.JavaFunctions;
import dev.mullion.hcs.binding.WindowsFunction;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Windows' side of one overlapped pipe handle: a transfer is done at once or pending, and one that
 * is pending uses its caller's memory until its result was waited for.
 */
final class PretendedPipe {

    static final long HANDLE = 0x7FFF_0000_1230L;
    static final long EVENT = 0x7FFF_0000_4560L;

    private static final int PENDING = 997;
    private static final int ABORTED = 995;

    /** What happened, in order. */
    final List<String> log = new ArrayList<>();

    final CountDownLatch waiting = new CountDownLatch(1);
    final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private final JavaFunctions functions;
    private final List<byte[]> toRead = new ArrayList<>();
    private @Nullable Integer readsEndWith;
    private @Nullable Integer writesEndWith;
    private boolean late;
    private int mostOfOneWrite = Integer.MAX_VALUE;
    private @Nullable CountDownLatch cancelled;

    /** The transfer that isn't over: where it reads or writes, and how it ended once it did. */
    private long buffer;

    private int length;
    private boolean reading;
    private @Nullable Integer code;
    private int bytes;

    /** Holds up whoever begins a transfer, to close in between. */
    @Nullable Runnable whileBeginning;

    PretendedPipe(JavaFunctions functions) {
        this.functions = functions;
        functions
                .with(
                        WindowsFunction.CREATE_EVENT_W,
                        arguments -> {
                            note("event " + arguments[1] + arguments[2]);
                            return EVENT;
                        })
                .with(
                        WindowsFunction.CLOSE_HANDLE,
                        arguments -> {
                            note("close " + ((Long) arguments[0] == EVENT ? "event" : "pipe"));
                            return 1;
                        })
                .with(WindowsFunction.READ_FILE, arguments -> begin(arguments, true))
                .with(WindowsFunction.WRITE_FILE, arguments -> begin(arguments, false))
                .with(WindowsFunction.GET_OVERLAPPED_RESULT, this::result)
                .with(WindowsFunction.CANCEL_IO_EX, this::cancel);
    }

    /** From now on every transfer is pending first. */
    PretendedPipe late() {
        late = true;
        return this;
    }

    /** A cancelled transfer goes on until this is counted down. */
    PretendedPipe cancelledAfter(CountDownLatch latch) {
        cancelled = latch;
        return this;
    }

    PretendedPipe takesAtMost(int bytesOfOneWrite) {
        mostOfOneWrite = bytesOfOneWrite;
        return this;
    }

    synchronized void feed(byte[] data) {
        toRead.add(data);
        notifyAll();
    }

    synchronized void endReadsWith(int error) {
        readsEndWith = error;
        notifyAll();
    }

    synchronized void endWritesWith(int error) {
        writesEndWith = error;
        notifyAll();
    }

    synchronized List<String> log() {
        return List.copyOf(log);
    }

    private synchronized void note(String what) {
        log.add(what);
    }

    private Number begin(Object[] arguments, boolean read) {
        if (whileBeginning != null) {
            whileBeginning.run();
        }
        synchronized (this) {
            if ((Long) arguments[0] != HANDLE
                    || new Pointer((Long) arguments[4]).getLong(24) != EVENT
                    || buffer != 0) {
                throw new AssertionError("Not a transfer of this pipe, or one under another");
            }
            buffer = (Long) arguments[1];
            length = (Integer) arguments[2];
            reading = read;
            code = null;
            boolean done = !late && advance();
            if (done && code != null && code != 0) {
                int error = code;
                buffer = 0;
                return fail(error);
            }
            return done ? 1 : fail(PENDING);
        }
    }

    /** Does what is possible; true if the transfer is over with that. */
    private synchronized boolean advance() {
        if (code != null) {
            return true;
        }
        if (reading && !toRead.isEmpty()) {
            byte[] data = toRead.removeFirst();
            bytes = Math.min(length, data.length);
            new Pointer(buffer).write(0, data, 0, bytes);
            if (bytes < data.length) {
                toRead.addFirst(java.util.Arrays.copyOfRange(data, bytes, data.length));
            }
            code = 0;
        } else if (reading && readsEndWith != null) {
            bytes = 0;
            code = readsEndWith;
        } else if (!reading && writesEndWith != null) {
            bytes = 0;
            code = writesEndWith;
        } else if (!reading && mostOfOneWrite > 0) {
            bytes = Math.min(length, mostOfOneWrite);
            written.writeBytes(new Pointer(buffer).getByteArray(0, bytes));
            code = 0;
        }
        return code != null;
    }

    private Number result(Object[] arguments) {
        synchronized (this) {
            if (buffer == 0 || (Integer) arguments[3] != 1) {
                throw new AssertionError("There is no transfer to wait for");
            }
        }
        waiting.countDown();
        synchronized (this) {
            try {
                while (!advance()) {
                    wait(10_000);
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            note("over");
            // the memory is the caller's again from here on
            buffer = 0;
            new Pointer((Long) arguments[2]).setInt(0, bytes);
            int error = code == null ? 0 : code;
            return error == 0 ? 1 : fail(error);
        }
    }

    private Number cancel(Object[] arguments) {
        synchronized (this) {
            note("cancel");
            if (buffer == 0 || code != null) {
                return fail(1168);
            }
        }
        if (cancelled == null) {
            abort();
        } else {
            CountDownLatch until = cancelled;
            Thread.ofPlatform()
                    .start(() -> {
                        awaitLatch(until);
                        abort();
                    });
        }
        return 1;
    }

    private synchronized void abort() {
        // as a driver may until it has noticed
        new Pointer(buffer).setByte(length - 1, (byte) 'x');
        bytes = 0;
        code = ABORTED;
        notifyAll();
    }

    private int fail(int error) {
        functions.setLastError(error);
        return 0;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("The test never let it go on");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
