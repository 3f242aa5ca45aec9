package dev.mullion.engine.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Ends connections whose next request's head doesn't come in time, however busily its bytes drip
 * in: the idle time alone begins anew with every byte.
 */
final class HeadTimes implements Connection.Listener {

    private final Scheduler scheduler;
    private final long limitNanos;
    private final long pauseMillis;
    private final Map<Connection, Long> waiting = new ConcurrentHashMap<>();

    /**
     * Watches connections.
     *
     * @param limit from the end of one request, or the connection's beginning, to the last byte of
     *     the next one's head
     */
    HeadTimes(Scheduler scheduler, Duration limit) {
        this.scheduler = scheduler;
        this.limitNanos = limit.toNanos();
        this.pauseMillis = Math.clamp(limit.toMillis() / 10, 50, 5000);
    }

    void start() {
        scheduler.schedule(this::sweep, pauseMillis, TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        long now = System.nanoTime();
        waiting.forEach((connection, since) -> {
            if (now - since > limitNanos && waiting.remove(connection, since)) {
                connection
                        .getEndPoint()
                        .close(new TimeoutException("the head of a request took too long"));
            }
        });
        start();
    }

    @Override
    public void onOpened(Connection connection) {
        // with TLS there are two, one in the other; only the inner one has requests
        if (!(connection instanceof SslConnection)) {
            waiting.put(connection, System.nanoTime());
        }
    }

    @Override
    public void onClosed(Connection connection) {
        waiting.remove(connection);
    }

    /** The head of a request has come. */
    void arrived(Request request) {
        Connection connection = request.getConnectionMetaData().getConnection();
        waiting.remove(connection);
        Request.addCompletionListener(
                request,
                failure -> {
                    if (connection.getEndPoint().isOpen()
                            && connection.equals(connection.getEndPoint().getConnection())) {
                        waiting.put(connection, System.nanoTime());
                    }
                });
    }
}
