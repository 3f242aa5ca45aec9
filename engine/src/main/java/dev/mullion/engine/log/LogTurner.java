package dev.mullion.engine.log;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns over the logs of running containers that have grown too large. Looks once a second, so a
 * file may become larger than its limit by what a container writes in that time.
 */
public final class LogTurner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogTurner.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Supplier<? extends Collection<Written>> running;
    private final Thread thread;

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
            while (true) {
                Thread.sleep(PAUSE);
                running.get().forEach(LogTurner::look);
            }
        } catch (InterruptedException e) {
            // the end
        }
    }

    private static void look(Written written) {
        try {
            long size = written.log().size();
            if (size < 0) {
                // an engine before this one stopped between the two steps
                written.reopen().run();
            } else if (written.limits().maxSize() > 0 && size > written.limits().maxSize()) {
                written.log().turnOver(written.limits().maxFiles());
                written.reopen().run();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The log of a container could not be turned over; tried again in a second", e);
        }
    }

    /** Stops looking. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
