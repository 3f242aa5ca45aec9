package dev.mullion.hcs.emulator.pipe;

import com.sun.jna.Pointer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One overlapped read or write, in the memory of whoever asked: the buffer and the {@code
 * OVERLAPPED} structure are used until it is over, and not after.
 */
final class Transfer {

    static final int SUCCESS = 0;
    static final int BROKEN_PIPE = 109;
    static final int NO_DATA = 232;
    static final int ABORTED = 995;

    private static final int INTERNAL = 0;
    private static final int INTERNAL_HIGH = 8;
    private static final int STATUS_PENDING = 0x103;
    private static final int STATUS_UNSUCCESSFUL = 0xC0000001;

    private final boolean reads;
    private final Pointer buffer;
    private final int length;
    private final Pointer structure;
    private final @Nullable EventObject event;
    private final CompletableFuture<Integer> over = new CompletableFuture<>();
    private int moved;

    Transfer(
            boolean reads,
            Pointer buffer,
            int length,
            Pointer structure,
            @Nullable EventObject event) {
        this.reads = reads;
        this.buffer = buffer;
        this.length = length;
        this.structure = structure;
        this.event = event;
        structure.setLong(INTERNAL, STATUS_PENDING);
        structure.setLong(INTERNAL_HIGH, 0);
        if (event != null) {
            event.set(false);
        }
    }

    boolean reads() {
        return reads;
    }

    int length() {
        return length;
    }

    long overlapped() {
        return Pointer.nativeValue(structure);
    }

    /** Its Win32 code, once it is over. */
    CompletableFuture<Integer> over() {
        return over;
    }

    int moved() {
        return moved;
    }

    void received(byte[] part) {
        buffer.write(0, part, 0, part.length);
        moved = part.length;
        end(SUCCESS);
    }

    byte[] rest() {
        return buffer.getByteArray(moved, length - moved);
    }

    void sent(int part) {
        moved += part;
        if (moved == length) {
            end(SUCCESS);
        }
    }

    void end(int code) {
        structure.setLong(INTERNAL, code == SUCCESS ? 0 : STATUS_UNSUCCESSFUL);
        structure.setLong(INTERNAL_HIGH, moved);
        finish(code);
    }

    /** Silently: the memory may be gone with the process that it belonged to. */
    void abort(boolean silently) {
        if (silently) {
            finish(ABORTED);
        } else {
            end(ABORTED);
        }
    }

    private void finish(int code) {
        if (event != null) {
            event.set(true);
        }
        over.complete(code);
    }
}
