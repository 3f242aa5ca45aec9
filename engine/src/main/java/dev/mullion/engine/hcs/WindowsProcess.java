package dev.mullion.engine.hcs;

import dev.mullion.engine.hcs.stream.ProcessFlow;
import dev.mullion.engine.runtime.TerminalSize;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.ServiceLostException;
import dev.mullion.hcs.binding.OwnedHandle;
import dev.mullion.hcs.compute.ComputeEvent;
import dev.mullion.hcs.compute.ComputeProcess;
import dev.mullion.hcs.compute.ComputeProcess.Stream;
import dev.mullion.hcs.document.HcsJson;
import dev.mullion.hcs.document.ProcessModification;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process of a container that this engine holds open. */
final class WindowsProcess {

    private static final Logger LOG = LoggerFactory.getLogger(WindowsProcess.class);

    /** How often an ended process's output may go on after a pause before it is cut off. */
    private static final int MOST_ROUNDS = 30;

    private final Means means;
    private final ComputeProcess process;
    private final ProcessFlow flow;
    private final CompletableFuture<ProcessEnd> ended = new CompletableFuture<>();
    private final CompletableFuture<Boolean> lost = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private WindowsProcess(Means means, ComputeProcess process, ProcessFlow flow) {
        this.means = means;
        this.process = process;
        this.flow = flow;
    }

    /**
     * Listens to a process and lets its output flow. Whether an end before this is told isn't
     * known, so it is asked once.
     *
     * @throws HcsException if it can't be listened to; the handle is closed then
     */
    static WindowsProcess of(Means means, ComputeProcess process, ProcessFlow flow)
            throws IOException {
        WindowsProcess open = listening(means, process, flow);
        open.flow();
        return open;
    }

    /** Listens to a process whose pipes another one of these still reads. */
    static WindowsProcess listening(Means means, ComputeProcess process, ProcessFlow flow)
            throws IOException {
        WindowsProcess open = new WindowsProcess(means, process, flow);
        try {
            means.calls()
                    .run(
                            "Listening to " + open,
                            means.limits().request(),
                            () -> {
                                process.listen(open::take);
                                open.askNow();
                            });
            return open;
        } catch (IOException | RuntimeException e) {
            open.close();
            throw e;
        }
    }

    private void flow() {
        @Nullable InputStream output = stream(Stream.OUTPUT, means.input());
        @Nullable InputStream errors = stream(Stream.ERROR, means.input());
        @Nullable OutputStream input = stream(Stream.INPUT, means.output());
        var _ =
                flow.open(output, errors, input, this::endInput)
                        .thenRunAsync(this::lookForMissedEnd, means.tasks());
    }

    private <S> @Nullable S stream(Stream which, Function<OwnedHandle, S> open) {
        Optional<OwnedHandle> pipe = process.pipe(which);
        return pipe.isPresent() ? open.apply(pipe.get()) : null;
    }

    boolean hasPipes() {
        return process.pipe(Stream.OUTPUT).isPresent();
    }

    /** On a thread of Windows: what follows is done elsewhere. */
    private void take(ComputeEvent event) {
        if (event.type() == ComputeEvent.Type.PROCESS_EXITED) {
            end(ProcessEnd.of(event.data(), means.timing().now(), true));
        } else if (event.type() == ComputeEvent.Type.SERVICE_DISCONNECT) {
            means.tasks().execute(() -> lost.complete(true));
        }
    }

    private void end(@Nullable ProcessEnd end) {
        if (end != null) {
            means.tasks().execute(() -> ended.complete(end));
        }
    }

    int pid() {
        return process.processId();
    }

    ProcessFlow streams() {
        return flow;
    }

    /** Is done when the process has ended; its output may not all be read yet. */
    CompletableFuture<ProcessEnd> ended() {
        return ended;
    }

    /** Is done when the service has died, and the handle with it. */
    CompletableFuture<Boolean> lost() {
        return lost;
    }

    void terminate() {
        process.terminate(means.limits().request());
    }

    /** A process without output has usually ended, told or not. */
    private void lookForMissedEnd() {
        try {
            if (!means.timing().await(ended, means.limits().missedEnd())) {
                ask();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks whether it has ended without a word. */
    void ask() {
        if (ended.isDone() || closed.get()) {
            return;
        }
        try {
            means.calls().run("Asking " + this, means.limits().request(), this::askNow);
        } catch (IOException | RuntimeException e) {
            LOG.debug("{} couldn't be asked", this, e);
        }
    }

    private void askNow() {
        end(lookNow());
    }

    private @Nullable ProcessEnd lookNow() {
        try {
            return ProcessEnd.of(process.properties(), means.timing().now(), false);
        } catch (ServiceLostException e) {
            throw e;
        } catch (HcsException e) {
            LOG.debug("{} doesn't say how it is", this, e);
            return null;
        }
    }

    /** Asks whether it has ended, and gives what is known then; null if it runs. */
    @Nullable ProcessEnd asked() throws IOException {
        ProcessEnd end =
                means.calls()
                        .call(
                                "Asking " + this,
                                means.limits().request(),
                                this::lookNow,
                                late -> {});
        return end != null ? end : ended.getNow(null);
    }

    /** Takes it as ended, because nothing more will be told of it. */
    void release(String why) {
        if (!ended.isDone()) {
            end(ProcessEnd.unknown(means.timing().now(), why));
        }
    }

    /**
     * Sends a signal; returns when Windows has taken it, which in Server Core is when the process
     * has ended.
     */
    void signal(String options) throws IOException {
        means.calls()
                .run(
                        "Signalling " + this,
                        means.limits().shutdown(),
                        () -> process.signal(options, means.limits().shutdown()));
    }

    void resize(TerminalSize size) throws IOException {
        modify(HcsJson.write(ProcessModification.resize(size.rows(), size.columns())));
    }

    /** Ends its side of the input, which isn't always seen when only the host's side is closed. */
    private void endInput() {
        try {
            modify(HcsJson.write(ProcessModification.endOfInput()));
        } catch (IOException | HcsException e) {
            LOG.warn("The input of {} couldn't be ended", this, e);
        }
    }

    private void modify(String request) throws IOException {
        if (ended.isDone()) {
            return;
        }
        try {
            means.calls()
                    .run(
                            "Changing " + this,
                            means.limits().request(),
                            () -> process.modify(request));
        } catch (ServiceLostException e) {
            throw e;
        } catch (HcsException e) {
            if (!Failures.hasEnded(e) && !Failures.is(e, Failures.INVALID_STATE)) {
                throw e;
            }
        }
    }

    /**
     * Reads what an ended process has left in its pipes. One that a grandchild holds open is cut
     * off when it has been silent for a while.
     */
    void drain() throws InterruptedException {
        flow.closeInput();
        CompletableFuture<Boolean> read = flow.allRead();
        int round = 0;
        while (!read.isDone() && round < MOST_ROUNDS) {
            long before = flow.taken();
            if (means.timing().await(read, means.limits().drain())) {
                break;
            }
            boolean slowReader = flow.isHeldUp();
            if (!slowReader && flow.taken() == before) {
                break;
            }
            round += slowReader ? 0 : 1;
        }
        if (!read.isDone()) {
            LOG.debug("The output of {} is cut off: somebody holds it open", this);
            means.timing().await(flow.cutOff(), means.limits().request());
        }
    }

    /** Lets go of it; it goes on if it runs. */
    void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            // the pipes go first: a read that waits would outlive its handle
            means.timing().await(flow.cutOff(), means.limits().request());
            means.calls().run("Closing " + this, means.limits().request(), process::close);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | HcsException e) {
            LOG.warn("{} couldn't be closed in order", this, e);
        }
    }

    @Override
    public String toString() {
        return "process " + process.processId();
    }
}
