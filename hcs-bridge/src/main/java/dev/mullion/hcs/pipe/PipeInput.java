package dev.mullion.hcs.pipe;

import dev.mullion.hcs.Hresult;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.OwnedHandle;
import dev.mullion.hcs.binding.WindowsFunction;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;

/**
 * What a program of a container writes. The end of the pipe, whichever way Windows tells of it, is
 * the end of the stream.
 *
 * <p>A read blocks in a native call: read on a platform thread. {@link #close} from another thread
 * ends it as if the pipe had ended. The pipe belongs to this stream: who would close its handle
 * under a read closes the stream instead, or that read waits for the program.
 */
public final class PipeInput extends InputStream {

    private static final int END = -1;

    /** ERROR_HANDLE_EOF, ERROR_BROKEN_PIPE, ERROR_NO_DATA, ERROR_PIPE_NOT_CONNECTED. */
    private static final Set<Integer> ENDS = Set.of(38, 109, 232, 233, Transfers.ABORTED);

    private final Transfers transfers;
    private final String what;

    /**
     * Reads from a pipe.
     *
     * @param calls the native calls
     * @param pipe an overlapped handle, which is taken over
     */
    public PipeInput(NativeCalls calls, OwnedHandle pipe) {
        this.transfers = new Transfers(calls, WindowsFunction.READ_FILE, pipe);
        this.what = pipe.toString();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) == END ? END : Byte.toUnsignedInt(one[0]);
    }

    /**
     * Reads what there is, at most 64 KiB.
     *
     * @return the bytes read; -1 at the end of the pipe, or when this stream is closed
     * @throws IOException if Windows fails to read for another reason
     */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        Transfers.Outcome outcome =
                transfers.move(
                        Math.min(length, Transfers.LARGEST),
                        (buffer, bytes) -> {},
                        (buffer, bytes) -> buffer.read(0, into, offset, bytes));
        if (ENDS.contains(outcome.code())) {
            return END;
        }
        if (outcome.code() != Transfers.SUCCESS) {
            throw new IOException(
                    "Reading by " + what + " failed: " + Hresult.ofWin32(outcome.code()));
        }
        // a transfer of nothing is how a pipe of messages says that its writer has finished
        return outcome.bytes() == 0 ? END : outcome.bytes();
    }

    /** Ends a read that is under way, and closes the pipe. */
    @Override
    public void close() {
        transfers.close();
    }
}
