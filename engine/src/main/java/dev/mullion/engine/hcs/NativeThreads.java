package dev.mullion.engine.hcs;

import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.Hresult;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Threads of the system for native calls, which would hold the carrier of a virtual thread. A call
 * that takes too long is waited for no longer, but never abandoned half-way: it goes on, and what
 * it gives in the end is handed back.
 */
final class NativeThreads implements AutoCloseable {

    private static final int MOST_CALLS = 256;
    private static final int INVALID_HANDLE = 0x80070006;
    private static final int TIMEOUT = 0x80370118;

    private final Timing timing;
    private final ThreadPoolExecutor calls =
            new ThreadPoolExecutor(
                    0,
                    MOST_CALLS,
                    30,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    Thread.ofPlatform().daemon().name("hcs-call-", 0).factory());

    NativeThreads(Timing timing) {
        this.timing = timing;
    }

    /**
     * Calls and waits.
     *
     * @param what names it in errors, for example {@code Starting container 1234}
     * @param late takes what came after the limit; called on the call's thread
     * @throws HcsException what the call threw; a time-out if the limit passed first
     */
    <T> T call(String what, Duration limit, Callable<T> call, Consumer<T> late) throws IOException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        CompletableFuture<Boolean> wanted = new CompletableFuture<>();
        execute(what, () -> run(call, late, answer, wanted));
        try {
            timing.await(answer, limit);
            if (answer.isDone() || !wanted.complete(false)) {
                return answer.get();
            }
            throw HcsException.of(
                    what,
                    Hresult.of(TIMEOUT),
                    "The compute service hasn't answered within " + limit.toSeconds() + " s.");
        } catch (InterruptedException e) {
            wanted.complete(false);
            Thread.currentThread().interrupt();
            throw interrupted(what, e);
        } catch (ExecutionException e) {
            throw rethrown(what, Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    /** Calls for something that needn't be handed back, and waits. */
    void run(String what, Duration limit, Runnable call) throws IOException {
        call(
                what,
                limit,
                () -> {
                    call.run();
                    return true;
                },
                done -> {});
    }

    private static <T> void run(
            Callable<T> call,
            Consumer<T> late,
            CompletableFuture<T> answer,
            CompletableFuture<Boolean> wanted) {
        try {
            T value = call.call();
            if (wanted.complete(true)) {
                answer.complete(value);
            } else {
                late.accept(value);
            }
        } catch (Exception | Error e) {
            answer.completeExceptionally(e);
        }
    }

    private void execute(String what, Runnable call) throws IOException {
        try {
            calls.execute(call);
        } catch (RejectedExecutionException e) {
            throw new IOException(
                    what
                            + " isn't tried: "
                            + (calls.isShutdown()
                                    ? "the engine stops"
                                    : "the compute service hasn't answered "
                                            + MOST_CALLS
                                            + " calls yet; restart the service vmcompute"),
                    e);
        }
    }

    private static InterruptedIOException interrupted(String what, InterruptedException cause) {
        InterruptedIOException interrupted =
                new InterruptedIOException(what + " wasn't waited for: the engine stops");
        interrupted.initCause(cause);
        return interrupted;
    }

    private static IOException rethrown(String what, Throwable failure) {
        return switch (failure) {
            case IllegalStateException e ->
                    // what it was called on was closed by another thread a moment ago
                    throw HcsException.of(what, Hresult.of(INVALID_HANDLE), e.getMessage());
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case IOException e -> e;
            default -> new IOException(what + " failed: " + failure.getMessage(), failure);
        };
    }

    /** Calls that are under way end by themselves. */
    @Override
    public void close() {
        calls.shutdown();
    }
}
