package dev.mullion.docker.client;

import java.io.OutputStream;

/**
 * A connection to a process in a container, in both directions. One thread may write while another
 * reads.
 */
public final class HijackedConnection implements AutoCloseable {

    private final Answer answer;
    private final LogFrames output;
    private final boolean tty;

    HijackedConnection(Answer answer, boolean tty) {
        this.answer = answer;
        this.tty = tty;
        this.output = new LogFrames(answer, !tty);
    }

    /**
     * Returns whether the process has a terminal. Then all its output is one raw stream.
     *
     * @return whether it has
     */
    public boolean tty() {
        return tty;
    }

    /**
     * Writes to the process, and blocks while it doesn't read.
     *
     * @param bytes what to write
     * @throws DockerException if the connection broke or was closed
     */
    public void write(byte[] bytes) {
        answer.call()
                .attempt(() -> {
                    OutputStream out = answer.wire().out();
                    out.write(bytes);
                    out.flush();
                    return bytes;
                });
    }

    /**
     * Ends the input of the process; its output goes on. With a terminal the engine doesn't pass
     * this on: there, send the byte 4 (end of transmission).
     *
     * @throws DockerException if the connection broke or was closed
     */
    public void closeStdin() {
        answer.call()
                .attempt(() -> {
                    answer.wire().shutdownOutput();
                    return answer;
                });
    }

    /**
     * Returns what the process writes, until it ends or the connection is closed. Always the same
     * stream; closing it closes the connection.
     *
     * @return its output
     */
    public DockerStream<LogFrame> output() {
        return output;
    }

    /** Closes the connection, from any thread. The process goes on if it can without input. */
    @Override
    public void close() {
        answer.call().close();
    }
}
