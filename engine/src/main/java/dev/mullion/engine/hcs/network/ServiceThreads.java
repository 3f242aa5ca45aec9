package dev.mullion.engine.hcs.network;

import dev.mullion.engine.hcs.layer.Pause;
import dev.mullion.hcs.HcsException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread of the system for calls of the network service, one after the other: a virtual thread
 * would hold its carrier meanwhile, and the service does one thing at a time anyway.
 */
final class ServiceThreads implements AutoCloseable {

    /** A service that restarts is back within seconds; some need longer. */
    private static final List<Duration> PAUSES =
            Stream.of(1, 2, 4, 8, 16).map(Duration::ofSeconds).toList();

    private static final Logger LOG = LoggerFactory.getLogger(ServiceThreads.class);

    private final Duration limit;
    private final Pause pause;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("hns-call-", 0).factory());

    /**
     * Starts none yet.
     *
     * @param limit how long one thing may take
     * @param pause between two attempts while the service restarts
     */
    ServiceThreads(Duration limit, Pause pause) {
        this.limit = limit;
        this.pause = pause;
    }

    /**
     * Does something with the service. What isn't done in time goes on, and the next one waits for
     * it. While the service restarts it is begun again, so it has to be something that may be done
     * half and then again.
     *
     * @param what names it in errors, for example {@code Connecting container 1234}
     */
    <T> T call(String what, Callable<T> work) throws IOException {
        Future<T> answer = thread.submit(() -> untilItIsBack(what, work));
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(
                    what
                            + ": the network service of Windows hasn't answered within "
                            + limit.toSeconds()
                            + " s; look after the service hns",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException(what + " wasn't waited for");
            interrupted.initCause(e);
            throw interrupted;
        } catch (ExecutionException e) {
            throw failure(what, e);
        }
    }

    private <T> T untilItIsBack(String what, Callable<T> work) throws Exception {
        for (Duration next : PAUSES) {
            try {
                return work.call();
            } catch (HcsException e) {
                if (!NetworkFailures.passes(e)) {
                    throw e;
                }
                LOG.warn("{} is tried again in {} s: {}", what, next.toSeconds(), e.getMessage());
                pause.pause(next);
            }
        }
        return work.call();
    }

    private static IOException failure(String what, ExecutionException failed) {
        return switch (failed.getCause()) {
            case HcsException e -> NetworkFailures.of(what, e);
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case IOException e -> e;
            case null, default -> new IOException(what + " failed: " + failed, failed);
        };
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
