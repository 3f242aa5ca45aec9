package dev.mullion.engine.hcs.stream;

import dev.mullion.engine.runtime.ProcessStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The input and output of one process: what it writes goes into its log first and then to each who
 * is attached, in the order in which it came. Readers may come before the process does.
 */
public final class ProcessFlow {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessFlow.class);
    private static final int BUFFER = 32 << 10;

    private final String name;
    private final Executor threads;
    private final @Nullable LogWriter log;
    private final ProcessInput input;
    private final List<Tap> taps = new CopyOnWriteArrayList<>();
    private final List<InputStream> outputs = new ArrayList<>();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicInteger delivering = new AtomicInteger();
    private CompletableFuture<Boolean> allRead = CompletableFuture.completedFuture(true);
    private int reading;
    private boolean finished;

    /**
     * Makes one for a process that isn't there yet.
     *
     * @param name of the process, for messages
     * @param threads of the system: reading and writing a pipe blocks in native code
     * @param log where output is kept; null for nowhere. Closed with the flow
     */
    public ProcessFlow(String name, Executor threads, @Nullable LogWriter log) {
        this.name = name;
        this.threads = threads;
        this.log = log;
        this.input = new ProcessInput(threads);
    }

    /**
     * The process is there: its output is read from now on.
     *
     * @param output its output; null if it can't be reached
     * @param errors its errors; null if they come with the output
     * @param to its input; null if it has none
     * @param endOfInput closes the process's side of its input
     * @return is done when all output was read
     */
    public CompletableFuture<Boolean> open(
            @Nullable InputStream output,
            @Nullable InputStream errors,
            @Nullable OutputStream to,
            Runnable endOfInput) {
        input.open(to, endOfInput);
        List<Runnable> pumps = new ArrayList<>();
        CompletableFuture<Boolean> read = new CompletableFuture<>();
        synchronized (this) {
            outputs.clear();
            if (output != null) {
                outputs.add(output);
                pumps.add(() -> pump(false, output));
            }
            if (errors != null) {
                outputs.add(errors);
                pumps.add(() -> pump(true, errors));
            }
            reading = pumps.size();
            allRead = read;
        }
        if (pumps.isEmpty()) {
            read.complete(true);
        }
        pumps.forEach(threads::execute);
        return read;
    }

    private void pump(boolean errors, InputStream from) {
        byte[] buffer = new byte[BUFFER];
        try (from) {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                deliver(errors, Arrays.copyOf(buffer, count));
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("The output of {} ended: {}", name, e.getMessage());
        } finally {
            pumped();
        }
    }

    private void deliver(boolean errors, byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        delivering.incrementAndGet();
        try {
            if (log != null) {
                log.write(errors, bytes);
            }
            for (Tap tap : taps) {
                tap.put(errors, bytes);
            }
            taps.removeIf(Tap::isClosed);
        } finally {
            taken.addAndGet(bytes.length);
            delivering.decrementAndGet();
        }
    }

    private void pumped() {
        CompletableFuture<Boolean> read;
        synchronized (this) {
            reading--;
            if (reading > 0) {
                return;
            }
            read = allRead;
        }
        read.complete(true);
    }

    /** Is done when all output was read. */
    public synchronized CompletableFuture<Boolean> allRead() {
        return allRead;
    }

    /** Whether what was read can't be handed on now, because a reader is slow. */
    public boolean isHeldUp() {
        return delivering.get() > 0;
    }

    /** Nothing more will come: readers are at the end when they have taken all. */
    public void finish() {
        var _ = input.close();
        synchronized (this) {
            finished = true;
        }
        taps.forEach(Tap::end);
        if (log != null) {
            log.close();
        }
    }

    private synchronized boolean isFinished() {
        return finished;
    }

    /** Bytes that were read so far. */
    public long taken() {
        return taken.get();
    }

    /**
     * Connects a reader.
     *
     * @param patience how long it may hold the process up by not reading
     * @param endsInput whether it can end the process's input
     */
    public ProcessStreams attach(Duration patience, boolean endsInput) {
        Tap tap = new Tap(patience.toNanos());
        taps.add(tap);
        if (isFinished()) {
            tap.end();
        }
        return new Attached(tap, endsInput);
    }

    /** Opens the log anew, after its file was moved away. */
    public void reopenLog() throws IOException {
        if (log != null) {
            log.reopen();
        }
    }

    /** Nothing can be written to the process any more; a writer that waits fails. */
    public void closeInput() {
        var _ = input.close();
    }

    /**
     * Reads and writes no more; a read that waits ends, and then {@link #allRead} is done.
     *
     * @return is done when the host's ends of the pipes are closed
     */
    public CompletableFuture<?> cutOff() {
        List<CompletableFuture<?>> closing = new ArrayList<>();
        closing.add(input.close());
        List<InputStream> open;
        synchronized (this) {
            open = List.copyOf(outputs);
        }
        for (InputStream each : open) {
            closing.add(CompletableFuture.runAsync(() -> close(each), threads));
        }
        closing.add(allRead());
        return CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new));
    }

    private void close(InputStream each) {
        try {
            each.close();
        } catch (IOException | RuntimeException e) {
            LOG.debug("The output of {} couldn't be closed: {}", name, e.getMessage());
        }
    }

    private final class Attached implements ProcessStreams {

        private final Tap tap;
        private final boolean endsInput;

        Attached(Tap tap, boolean endsInput) {
            this.tap = tap;
            this.endsInput = endsInput;
        }

        @Override
        public Source read(ByteBuffer into) throws IOException {
            return tap.take(into);
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            input.write(bytes);
        }

        @Override
        public void closeInput() throws IOException {
            if (endsInput) {
                input.end();
            }
        }

        @Override
        public void close() {
            taps.remove(tap);
            tap.close();
        }
    }
}
