package dev.mullion.engine.hcs;

import dev.mullion.engine.runtime.ExecProcess;
import dev.mullion.engine.runtime.ProcessStreams;
import dev.mullion.engine.runtime.TerminalSize;
import dev.mullion.hcs.HcsException;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One more process in a container. */
final class WindowsExec implements ExecProcess {

    private static final Logger LOG = LoggerFactory.getLogger(WindowsExec.class);

    private final Means means;
    private final WindowsContainer container;
    private final WindowsProcess process;
    private final ProcessStreams streams;
    private final Kill kill;
    private final AtomicBoolean closed = new AtomicBoolean();

    WindowsExec(
            Means means,
            WindowsContainer container,
            WindowsProcess process,
            ProcessStreams streams,
            Kill kill) {
        this.means = means;
        this.container = container;
        this.process = process;
        this.streams = streams;
        this.kill = kill;
        var _ = process.ended().thenRunAsync(this::drain, means.tasks());
        var _ = process.lost().thenRunAsync(this::lost, means.tasks());
    }

    /** Nothing more is told of it, so it is ended. */
    private void lost() {
        process.release("The compute service (vmcompute) ended, and nobody knows of the process");
        try {
            kill.send();
        } catch (IOException | RuntimeException e) {
            LOG.info("{} of container {} may run on: {}", process, container.id(), e.getMessage());
        }
    }

    private void drain() {
        try {
            process.drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.streams().finish();
        }
    }

    /** Nothing of its end may be told any more. */
    void containerEnded() {
        process.release("The container ended beneath the process");
    }

    void ask() {
        process.ask();
    }

    /** Lets it run on without this engine. */
    void letGo() {
        if (closed.compareAndSet(false, true)) {
            process.streams().finish();
            process.close();
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public ProcessStreams streams() {
        return streams;
    }

    @Override
    public void resize(TerminalSize size) throws IOException {
        try {
            process.resize(size);
        } catch (HcsException e) {
            throw Failures.of("Resizing the terminal of " + process, e);
        }
    }

    @Override
    public long waitFor() throws IOException, InterruptedException {
        try {
            return process.ended().get().code();
        } catch (ExecutionException e) {
            throw new IOException("The end of " + process + " couldn't be learnt", e.getCause());
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (!process.ended().isDone()) {
            end();
        }
        streams.close();
        process.streams().finish();
        process.close();
        container.execs().remove(this);
    }

    private void end() {
        try {
            kill.send();
            if (!kill.awaitEnd(means.limits().terminate())) {
                LOG.error("{} of container {} can't be killed", process, container.id());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} of container {} couldn't be killed", process, container.id(), e);
        }
        process.release("The process was killed, and Windows didn't tell of its end");
    }
}
