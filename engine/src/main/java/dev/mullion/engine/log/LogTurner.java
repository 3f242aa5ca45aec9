package dev.mullion.engine.log;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns over the logs of running containers that have grown too large. Looks once a second, and
 * sooner where a log grows so fast that it would be full before; a file may become larger than its
 * limit by what a container writes in between.
 */
public final class LogTurner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogTurner.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

    private final Supplier<? extends Collection<Written>> running;
    private final Thread thread;
    private Map<ContainerLog, Long> sizes = Map.of();

    /**
     * A log that is being written.
     *
     * @param log which
     * @param limits when it is turned over
     * @param reopen makes the container's monitor open its file anew
     */
    public record Written(ContainerLog log, LogLimits limits, Reopen reopen) {}

    /** Makes a container's monitor open its file anew. */
    @FunctionalInterface
    public interface Reopen {

        /** Does it. */
        void run() throws IOException;
    }

    /**
     * Starts to look.
     *
     * @param running the logs of running containers
     */
    public LogTurner(Supplier<? extends Collection<Written>> running) {
        this.running = running;
        this.thread = Thread.ofVirtual().name("log-turner").start(this::run);
    }

    private void run() {
        try {
            Duration pause = PAUSE;
            while (true) {
                Thread.sleep(pause);
                pause = lookAtAll(pause);
            }
        } catch (InterruptedException e) {
            // the end
        }
    }

    /** Returns when to look again. */
    private Duration lookAtAll(Duration sinceLast) {
        Map<ContainerLog, Long> now = new HashMap<>();
        Duration next = PAUSE;
        for (Written written : running.get()) {
            ContainerLog log = written.log();
            try {
                long size = log.size();
                long grown = size - sizes.getOrDefault(log, 0L);
                long left = look(written, size);
                now.put(log, left);
                Duration full = untilFull(written.limits().maxSize() - left, grown, sinceLast);
                next = full.compareTo(next) < 0 ? full : next;
            } catch (IOException | RuntimeException e) {
                LOG.warn(
                        "The log of a container could not be turned over; tried again in a second",
                        e);
            }
        }
        sizes = now;
        return next;
    }

    private static Duration untilFull(long room, long grown, Duration in) {
        if (grown <= 0 || room <= 0) {
            return PAUSE;
        }
        long nanos = (long) ((double) room / grown * in.toNanos());
        return Duration.ofNanos(Math.clamp(nanos, SHORTEST_PAUSE.toNanos(), PAUSE.toNanos()));
    }

    /** Returns how many bytes are in the file that is written to from now on. */
    private static long look(Written written, long size) throws IOException {
        if (size < 0) {
            // an engine before this one stopped between the two steps
            written.reopen().run();
            return 0;
        }
        if (written.limits().maxSize() <= 0 || size <= written.limits().maxSize()) {
            return size;
        }
        written.log().turnOver(written.limits().maxFiles());
        written.reopen().run();
        return 0;
    }

    /** Stops looking. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
