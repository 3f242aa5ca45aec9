package dev.mullion.docker.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A connection to a host as two streams of bytes that different threads can use at once. */
interface Wire extends Call.Abortable {

    InputStream in() throws IOException;

    OutputStream out() throws IOException;

    /** Tells the host that nothing more comes from here; what it sends can still be read. */
    void shutdownOutput() throws IOException;

    /**
     * Ends the connection at once, from any thread, any number of times. Whoever is blocked in one
     * of the streams gets an {@link IOException}.
     */
    @Override
    void close();
}
