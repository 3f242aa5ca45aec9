package dev.mullion.hcs.emulator.pipe;

import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.HandleKind;
import dev.mullion.hcs.emulator.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The end of a pipe that a process of the host holds. */
public final class HostEnd {

    private static final int INVALID_HANDLE = 6;

    private final Pipe pipe;
    private final boolean reads;
    private final Runnable closed;
    private boolean over;
    private final Map<Long, Transfer> transfers = new ConcurrentHashMap<>();

    private HostEnd(Pipe pipe, boolean reads, Runnable closed) {
        this.pipe = pipe;
        this.reads = reads;
        this.closed = closed;
    }

    /**
     * Gives the reading end to a process.
     *
     * @param client the process
     * @param pipe which
     * @return the handle
     */
    public static long reading(Client client, Pipe pipe) {
        return give(client, new HostEnd(pipe, true, pipe::closeReader));
    }

    /**
     * Gives the writing end to a process.
     *
     * @param client the process
     * @param pipe which
     * @param closed what its close means to the reader
     * @return the handle
     */
    public static long writing(Client client, Pipe pipe, Runnable closed) {
        return give(client, new HostEnd(pipe, false, closed));
    }

    private static long give(Client client, HostEnd end) {
        return client.handles().open(HandleKind.PIPE, end, () -> end.close(client.dead()));
    }

    boolean reads() {
        return reads;
    }

    /** Begins a transfer; after the close the memory it works with may be gone. */
    synchronized void begin(Transfer transfer) {
        if (over) {
            throw Refusal.win32(INVALID_HANDLE, "The pipe is closed");
        }
        transfers.put(transfer.overlapped(), transfer);
        pipe.begin(transfer);
    }

    Optional<Transfer> transfer(long overlapped) {
        return Optional.ofNullable(transfers.get(overlapped));
    }

    void forget(Transfer transfer) {
        transfers.remove(transfer.overlapped(), transfer);
    }

    boolean cancel(long overlapped) {
        return pipe.cancel(overlapped, false);
    }

    private void close(boolean silently) {
        synchronized (this) {
            over = true;
            pipe.cancel(0, silently);
        }
        closed.run();
    }
}
