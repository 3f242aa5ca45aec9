package dev.mullion.hcs.pipe;

import dev.mullion.hcs.Hresult;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.OwnedHandle;
import dev.mullion.hcs.binding.WindowsFunction;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * What a program of a container reads. Nothing is kept back: a write returns when Windows has taken
 * all of it.
 *
 * <p>A write to a program that doesn't read blocks in a native call: write on a platform thread.
 * {@link #close} from another thread ends it. Closing isn't yet the end of the program's input:
 * Windows has to be asked for that, too.
 */
public final class PipeOutput extends OutputStream {

    private final Transfers transfers;
    private final String what;

    /**
     * Writes to a pipe.
     *
     * @param calls the native calls
     * @param pipe an overlapped handle, which is taken over
     */
    public PipeOutput(NativeCalls calls, OwnedHandle pipe) {
        this.transfers = new Transfers(calls, WindowsFunction.WRITE_FILE, pipe);
        this.what = pipe.toString();
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    /**
     * Writes all of it.
     *
     * @throws IOException if nobody reads any more, if this stream was closed, or if Windows fails
     */
    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length);
        int written = 0;
        while (written < length) {
            written += part(from, offset + written, length - written);
        }
    }

    private int part(byte[] from, int offset, int length) throws IOException {
        Transfers.Outcome outcome =
                transfers.move(
                        Math.min(length, Transfers.LARGEST),
                        (buffer, bytes) -> buffer.write(0, from, offset, bytes),
                        (buffer, bytes) -> {});
        if (outcome.code() != Transfers.SUCCESS) {
            throw new IOException(
                    outcome.code() == Transfers.ABORTED
                            ? "Writing by " + what + " was ended: it is closed"
                            : "Writing by " + what + " failed: " + Hresult.ofWin32(outcome.code()));
        }
        if (outcome.bytes() <= 0) {
            throw new IOException("Windows took nothing of what was written by " + what);
        }
        return outcome.bytes();
    }

    /** Ends a write that is under way, and closes the pipe. */
    @Override
    public void close() {
        transfers.close();
    }
}
