package dev.mullion.engine.registry;

import dev.mullion.engine.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * HTTP with the limits that hostile servers make needful: every wait is bounded, so are heads and
 * the number of redirections, and credentials go to no other host than the one they are for.
 */
final class RegistryHttp implements AutoCloseable {

    private static final int MOST_REDIRECTIONS = 5;
    private static final Set<Integer> REDIRECTIONS = Set.of(301, 302, 303, 307, 308);

    private final RegistrySettings settings;
    private final @Nullable DnsResolver names;
    private @Nullable CloseableHttpClient client;
    private @Nullable ScheduledThreadPoolExecutor timers;
    private boolean closed;

    RegistryHttp(RegistrySettings settings, @Nullable DnsResolver names) {
        this.settings = settings;
        this.names = names;
    }

    /**
     * Asks and follows redirections.
     *
     * @return whatever came with whatever status, to be closed
     */
    Reply follow(Ask ask) throws RegistryException {
        Ask next = ask;
        for (int hop = 0; hop <= MOST_REDIRECTIONS; hop++) {
            Reply reply = send(next);
            String location = reply.header("Location");
            if (!REDIRECTIONS.contains(reply.status()) || location == null) {
                return reply;
            }
            URI target = Redirection.target(ask.shown(), reply.uri(), location);
            reply.close();
            boolean same = Redirection.sameHost(next.uri(), target);
            next = same ? next.at(target) : next.authorized(null).at(target);
        }
        throw new RegistryException(
                Kind.WRONG, ask.shown() + ": redirected more than " + MOST_REDIRECTIONS + " times");
    }

    /** Asks once. */
    Reply send(Ask ask) throws RegistryException {
        URI uri = ask.uri();
        HttpUriRequestBase request = new HttpUriRequestBase(ask.method(), uri);
        ask.headers().forEach(request::setHeader);
        String authorization = ask.authorization();
        if (authorization != null) {
            request.setHeader("Authorization", authorization);
        }
        UploadWatch watch = null;
        if (ask.body() != null) {
            watch = new UploadWatch(ask.body());
            request.setEntity(watch);
        }
        // the head of an answer could come a byte at a time, which no time limit of reads notices
        ScheduledFuture<?> due = limit(request, watch);
        try {
            HttpHost target = new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
            ClassicHttpResponse response =
                    client().executeOpen(target, request, HttpClientContext.create());
            return new Reply(ask.shown(), uri, request, response, settings.silence());
        } catch (IOException e) {
            request.cancel();
            throw failure(ask, e, due, watch);
        } catch (IllegalArgumentException e) {
            throw new RegistryException(
                    Kind.REFUSED, ask.shown() + ": " + RegistryText.words(e), e);
        } finally {
            due.cancel(false);
        }
    }

    private ScheduledFuture<?> limit(HttpUriRequestBase request, @Nullable UploadWatch watch)
            throws RegistryException {
        if (watch == null) {
            return timers().schedule(
                            request::cancel, settings.small().toMillis(), TimeUnit.MILLISECONDS);
        }
        long silence = Math.max(settings.silence().toMillis(), settings.small().toMillis());
        return timers().scheduleWithFixedDelay(
                        () -> {
                            if (watch.stands()) {
                                request.cancel();
                            }
                        },
                        silence,
                        silence,
                        TimeUnit.MILLISECONDS);
    }

    private RegistryException failure(
            Ask ask, IOException e, ScheduledFuture<?> due, @Nullable UploadWatch watch) {
        IOException own = watch == null ? null : watch.failure();
        if (own != null) {
            return new RegistryException(
                    Kind.CANCELLED, ask.shown() + ": " + RegistryText.words(own), own);
        }
        if (due.isDone() || (watch != null && watch.stood())) {
            return new RegistryException(
                    Kind.BROKEN,
                    ask.shown() + ": no answer within " + Reply.seconds(settings.small()) + " s",
                    e);
        }
        if (Thread.currentThread().isInterrupted()) {
            return new RegistryException(Kind.CANCELLED, ask.shown() + ": cancelled", e);
        }
        if (e instanceof UnknownHostException) {
            return unreachable(ask, "no such host " + ask.uri().getHost(), e);
        }
        if (e instanceof ConnectTimeoutException) {
            return unreachable(
                    ask, "no connection within " + Reply.seconds(settings.connect()) + " s", e);
        }
        if (e instanceof HttpHostConnectException || e instanceof ConnectException) {
            return unreachable(ask, "connection refused", e);
        }
        if (e instanceof SSLException) {
            return unreachable(ask, "TLS: " + deepest(e), e);
        }
        return Reply.broken(ask.shown(), e, settings.silence());
    }

    private static String deepest(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = Objects.requireNonNull(cause.getCause());
        }
        return RegistryText.clean(RegistryText.words(cause));
    }

    private static RegistryException unreachable(Ask ask, String why, IOException e) {
        return new RegistryException(Kind.UNREACHABLE, ask.shown() + ": " + why, e);
    }

    private synchronized CloseableHttpClient client() throws RegistryException {
        checkOpen();
        CloseableHttpClient made = client;
        if (made == null) {
            // made when first used: most starts of an engine pull nothing
            made = ApacheClient.open(settings, names);
            client = made;
        }
        return made;
    }

    private synchronized ScheduledThreadPoolExecutor timers() throws RegistryException {
        checkOpen();
        ScheduledThreadPoolExecutor made = timers;
        if (made == null) {
            made =
                    new ScheduledThreadPoolExecutor(
                            1, Thread.ofPlatform().daemon().name("registry-timers").factory());
            made.setRemoveOnCancelPolicy(true);
            timers = made;
        }
        return made;
    }

    private void checkOpen() throws RegistryException {
        if (closed) {
            throw new RegistryException(Kind.CANCELLED, "The engine is stopping");
        }
    }

    /** Ends every request. */
    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.close(CloseMode.IMMEDIATE);
        }
        if (timers != null) {
            timers.shutdownNow();
        }
    }
}
