package dev.mullion.engine.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A connection to a process. One thread reads, another may write; {@link #close} ends both from any
 * thread.
 *
 * <p>What isn't read soon holds up the process: whoever connects must read on.
 */
public interface ProcessStreams extends AutoCloseable {

    /**
     * Waits for output.
     *
     * @param into cleared, filled and flipped; at least 8,192 bytes large
     * @return where it was written, or {@code END}
     */
    Source read(ByteBuffer into) throws IOException;

    /** Writes all of it to the process's input. */
    void write(ByteBuffer bytes) throws IOException;

    /** Ends the input of the process, where its {@link ContainerSpec.Input} says so. */
    void closeInput() throws IOException;

    /** Lets go of the process; it runs on. */
    @Override
    void close();

    /** Where output was written. */
    enum Source {
        OUTPUT,
        ERRORS,
        END
    }
}
