package dev.mullion.backend.host;

import dev.mullion.docker.api.EngineEvent;
import dev.mullion.docker.client.CallCancelledException;
import dev.mullion.docker.client.DockerClient;
import dev.mullion.docker.client.DockerException;
import dev.mullion.docker.client.DockerStream;
import dev.mullion.docker.client.EventQuery;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a host's events on a virtual thread of its own, again and again, as long as the connection
 * it belongs to lasts. Whenever the stream begins or breaks, something may have been missed, and
 * the listener is told so.
 */
final class EventFeed implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EventFeed.class);

    private final String hostName;
    private final DockerClient client;
    private final Consumer<EngineEvent> onEvent;
    private final Runnable onGap;
    private final IntFunction<Duration> pause;
    private final Thread thread;
    private int failures;
    private volatile boolean closed;
    private volatile @Nullable DockerStream<EngineEvent> stream;

    /**
     * @param onGap told that events may be missing: look at everything
     * @param pause how long to wait after so many failures in a row
     */
    EventFeed(
            String hostName,
            DockerClient client,
            Consumer<EngineEvent> onEvent,
            Runnable onGap,
            IntFunction<Duration> pause) {
        this.hostName = hostName;
        this.client = client;
        this.onEvent = onEvent;
        this.onGap = onGap;
        this.pause = pause;
        this.thread = Thread.ofVirtual().name("events of " + hostName).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        var open = stream;
        if (open != null) {
            open.close();
        }
    }

    private void run() {
        while (!closed) {
            failures++;
            try {
                read();
            } catch (CallCancelledException e) {
                log.debug("Events of host {} are no longer wanted", hostName, e);
            } catch (DockerException e) {
                if (!closed && failures == 1) {
                    log.info("Events of host {} broke off: {}", hostName, e.because());
                }
            } catch (RuntimeException e) {
                log.warn("Events of host {} could not be read", hostName, e);
            }
            if (closed) {
                return;
            }
            onGap.run();
            try {
                Thread.sleep(pause.apply(failures));
            } catch (InterruptedException e) {
                return; // close() did it
            }
        }
    }

    /** Reads one stream to its end. */
    private void read() {
        EventQuery query = EventQuery.fromNow().with("type", "container", "image", "daemon");
        try (DockerStream<EngineEvent> events = client.events(query)) {
            stream = events;
            if (closed) {
                return;
            }
            onGap.run();
            while (events.hasNext()) {
                failures = 1; // if it breaks now, it is the first time again
                onEvent.accept(events.next());
            }
        } finally {
            stream = null;
        }
    }
}
