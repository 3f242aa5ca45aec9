package dev.mullion.engine.exec;

import dev.mullion.engine.http.Hijacked;
import dev.mullion.engine.runtime.ExecProcess;
import dev.mullion.engine.runtime.ProcessStreams;
import dev.mullion.engine.stream.DetachKeys;
import dev.mullion.engine.stream.OutputFrames;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client that started a process, and stays connected to it. A client that reads slowly slows
 * its own process down; one that leaves doesn't end it.
 */
final class ExecClient {

    private static final Logger LOG = LoggerFactory.getLogger(ExecClient.class);
    private static final int BUFFER = 32 << 10;

    private final Hijacked connection;
    private final ExecSession session;
    private final Execs execs;
    private final OutputFrames output;
    private volatile boolean left;

    ExecClient(Hijacked connection, ExecSession session, Execs execs) {
        this.connection = connection;
        this.session = session;
        this.execs = execs;
        this.output = new OutputFrames(connection, !session.request().tty());
    }

    void say(String sentence) {
        try {
            output.say(sentence);
        } catch (IOException e) {
            LOG.debug("The client of exec {} has gone: {}", session.id(), e.getMessage());
        }
    }

    /**
     * Carries input and output until the process has ended or the client has left it. The end is
     * noted before the connection ends, so that whoever sees that can ask for the exit code.
     */
    void carry(ExecProcess process) {
        Thread.ofVirtual().name("exec-input-", 0).start(() -> carryInput(process.streams()));
        if (carryOutput(process.streams())) {
            execs.finish(session, process);
        } else {
            Thread.ofVirtual()
                    .name("exec-", 0)
                    .start(() -> {
                        discard(process);
                        execs.finish(session, process);
                    });
        }
    }

    /** Reads what a process writes, for nobody. */
    static void discard(ExecProcess process) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try {
            ProcessStreams streams = process.streams();
            while (streams.read(buffer) != ProcessStreams.Source.END) {
                // only so that it isn't held up
            }
        } catch (IOException e) {
            LOG.debug("The output of an exec ended: {}", e.getMessage());
        }
    }

    /** Returns whether the process has ended; else the client has left. */
    private boolean carryOutput(ProcessStreams from) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        while (true) {
            ProcessStreams.Source source;
            try {
                source = from.read(buffer);
            } catch (IOException e) {
                LOG.debug("The output of exec {} ended: {}", session.id(), e.getMessage());
                return true;
            }
            if (source == ProcessStreams.Source.END) {
                return true;
            }
            boolean errors = source == ProcessStreams.Source.ERRORS;
            if (left) {
                return false;
            }
            boolean wanted =
                    errors ? session.request().attachStderr() : session.request().attachStdout();
            if (!wanted) {
                continue;
            }
            try {
                output.write(errors, buffer);
            } catch (IOException e) {
                LOG.debug("The client of exec {} has gone: {}", session.id(), e.getMessage());
                return false;
            }
        }
    }

    private void carryInput(ProcessStreams to) {
        DetachKeys keys = DetachKeys.of(session.request().detachKeys());
        boolean wanted = session.request().attachStdin();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (connection.read(buffer.clear()) >= 0) {
                buffer.flip();
                if (!wanted) {
                    continue;
                }
                to.write(session.request().tty() ? keys.pass(buffer) : buffer);
                if (keys.detached()) {
                    left = true;
                    execs.detached(session);
                    connection.close();
                    return;
                }
            }
            if (wanted && !session.request().tty()) {
                to.closeInput();
            }
        } catch (IOException e) {
            LOG.debug("The input of exec {} ended: {}", session.id(), e.getMessage());
        }
    }
}
