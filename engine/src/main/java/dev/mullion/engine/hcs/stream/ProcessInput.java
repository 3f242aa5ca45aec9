package dev.mullion.engine.hcs.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The input of a process that may not be there yet. Writing waits for the process, and for it to
 * read; when its input is closed, whoever still writes fails.
 */
final class ProcessInput {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessInput.class);

    private final Executor threads;
    private final ReentrantLock order = new ReentrantLock();
    private final CompletableFuture<Optional<Pipe>> pipe = new CompletableFuture<>();

    /** The host's end, and how the other one is closed. */
    private record Pipe(OutputStream end, Runnable endOfInput) {}

    ProcessInput(Executor threads) {
        this.threads = threads;
    }

    /** The process is there. */
    void open(@Nullable OutputStream end, Runnable endOfInput) {
        if (!pipe.complete(Optional.ofNullable(end).map(to -> new Pipe(to, endOfInput)))) {
            var _ = closeEnd(end);
        }
    }

    void write(ByteBuffer bytes) throws IOException {
        Pipe to = await(pipe).orElseThrow(ClosedChannelException::new);
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        order.lock();
        try {
            await(
                    onThread(() -> {
                        to.end().write(copy);
                        return null;
                    }));
        } finally {
            order.unlock();
        }
    }

    /** Ends it: closing the host's end alone isn't always seen. */
    void end() throws IOException {
        Pipe to = await(pipe).orElse(null);
        if (to == null) {
            return;
        }
        order.lock();
        try {
            await(
                    onThread(() -> {
                        to.end().close();
                        to.endOfInput().run();
                        return null;
                    }));
        } finally {
            order.unlock();
        }
    }

    /**
     * Lets go of it, from any thread; a writer that waits fails.
     *
     * @return is done when the host's end is closed
     */
    CompletableFuture<?> close() {
        if (pipe.complete(Optional.empty())) {
            return CompletableFuture.completedFuture(true);
        }
        return closeEnd(pipe.join().map(Pipe::end).orElse(null));
    }

    private CompletableFuture<?> closeEnd(@Nullable OutputStream end) {
        if (end == null) {
            return CompletableFuture.completedFuture(true);
        }
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        end.close();
                    } catch (IOException e) {
                        LOG.debug("The process has gone, and its end of the pipe with it", e);
                    }
                },
                threads);
    }

    private <T> CompletableFuture<T> onThread(Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                done.complete(work.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedChannelException();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException("The input of the process can't be written", e.getCause());
        }
    }
}
