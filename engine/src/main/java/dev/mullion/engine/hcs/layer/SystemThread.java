package dev.mullion.engine.hcs.layer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Runs what blocks in native code where it holds up no virtual threads. */
final class SystemThread {

    private SystemThread() {}

    /** What to run. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Runs something and waits for it.
     *
     * @param name of the thread
     * @throws InterruptedIOException if the caller was interrupted; then the work was, too, and has
     *     ended
     */
    static <T> T run(String name, Work<T> work) throws IOException {
        if (!Thread.currentThread().isVirtual()) {
            return work.run();
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .name(name)
                        .start(() -> {
                            try {
                                result.complete(work.run());
                            } catch (IOException | RuntimeException | Error e) {
                                result.completeExceptionally(e);
                            }
                        });
        try {
            return result.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            // a native call can't be given up half-way: what it uses would go away beneath it
            result.handle((value, failure) -> true).join();
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("Interrupted: " + name);
            interrupted.initCause(e);
            throw interrupted;
        } catch (ExecutionException e) {
            throw failure(name, e);
        }
    }

    private static IOException failure(String name, ExecutionException e) {
        return switch (e.getCause()) {
            case IOException io -> io;
            case RuntimeException unchecked -> throw unchecked;
            case null, default -> new IOException(name + " failed: " + e.getCause(), e);
        };
    }
}
