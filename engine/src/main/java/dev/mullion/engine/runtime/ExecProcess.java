package dev.mullion.engine.runtime;

import java.io.IOException;

/** One more process in a container. Its streams end when it has ended and all was read. */
public interface ExecProcess extends AutoCloseable {

    /** Its number on the host; 0 where it can't be said. */
    long pid();

    /** Its input and output; always the same. */
    ProcessStreams streams();

    /** Sets the size of its terminal. */
    void resize(TerminalSize size) throws IOException;

    /**
     * Waits for its end.
     *
     * @return its exit code; 126 or 127 if the program couldn't be executed or found
     */
    long waitFor() throws IOException, InterruptedException;

    /** Kills it if it still runs, and lets go of all that belongs to it. */
    @Override
    void close();
}
