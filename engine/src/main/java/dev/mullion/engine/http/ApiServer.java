package dev.mullion.engine.http;

import dev.mullion.docker.client.TlsMaterial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The server of the Docker Engine API, on Unix sockets and, with mutual TLS only, on TCP. To be
 * told the routes and where to listen, and then started.
 */
public final class ApiServer implements AutoCloseable {

    private static final int NO_LIMIT = 0;

    private final ServerLimits limits;
    private final Routes routes = new Routes();
    private final Server server;
    private final HeadTimes headTimes;
    private final Dispatcher dispatcher;
    private final List<SocketPlace> places = new ArrayList<>();

    /**
     * Makes a server without routes and without a place where it listens.
     *
     * @param product the engine's version, for example {@code 0.1.0}
     * @param os {@code linux} or {@code windows}
     */
    public ApiServer(String product, String os, ServerLimits limits) {
        this.limits = limits;
        VirtualThreadPool threads = new VirtualThreadPool();
        threads.setMaxConcurrentTasks(NO_LIMIT);
        this.server = new Server(threads);
        this.headTimes =
                new HeadTimes(server.getScheduler(), limits.idle().plus(limits.headTime()));
        Map<String, String> headers =
                Map.of(
                        "Api-Version",
                        SpokenVersions.NEWEST.toString(),
                        "Docker-Experimental",
                        "false",
                        "Ostype",
                        os,
                        "Server",
                        // clients read the system that figures are for from this very form
                        "Docker/" + product + "-mullion (" + os + ")");
        this.dispatcher = new Dispatcher(routes, headers, threads, limits, headTimes);
        server.setHandler(dispatcher);
        server.setErrorHandler(new Refusals(headers));
    }

    /** Returns the routes; they are added before the server starts. */
    public Routes routes() {
        return routes;
    }

    /** Puts a gate before all routes; before the server starts. */
    public void guard(Gate gate) {
        dispatcher.guard(gate);
    }

    /**
     * Listens on a Unix socket, which its owner and group may use.
     *
     * @param socket where; replaced if the engine that made it has died
     * @param group the name of the group; null for the owner's
     * @throws IOException if another engine answers there, or something else is there
     */
    public void listen(Path socket, @Nullable String group) throws IOException {
        SocketPlace place = SocketPlace.take(socket, group);
        places.add(place);
        UnixDomainServerConnector connector =
                new UnixDomainServerConnector(
                        server, 1, 1, new HttpConnectionFactory(configuration()));
        connector.setUnixDomainPath(place.beside());
        add(connector, limits.unixConnections());
    }

    /**
     * Listens on TCP for clients that show a certificate.
     *
     * @param port 0 for any that is free
     * @param tls the server's certificate, and who may sign those of clients
     */
    public void listen(String host, int port, TlsMaterial tls) {
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setSslContext(tls.context());
        ssl.setNeedClientAuth(true);
        ssl.setRenegotiationAllowed(false);
        ServerConnector connector =
                new ServerConnector(
                        server,
                        null,
                        null,
                        null,
                        1,
                        1,
                        AbstractConnectionFactory.getFactories(
                                ssl, new HttpConnectionFactory(configuration())));
        connector.setHost(host);
        connector.setPort(port);
        add(connector, limits.tcpConnections());
    }

    private void add(AbstractConnector connector, int connections) {
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.addBean(headTimes);
        connector.addBean(new NetworkConnectionLimit(connections, connector));
        server.addConnector(connector);
    }

    private HttpConfiguration configuration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(limits.head());
        // nothing but what can be read in one way only
        http.setHttpCompliance(
                HttpCompliance.RFC9110.with(
                        "docker",
                        // older clients put the path of the socket there; it isn't used
                        HttpCompliance.Violation.UNSAFE_HOST_HEADER));
        http.setUriCompliance(
                UriCompliance.RFC3986.with(
                        "docker",
                        // names of images; routes see the path decoded once, and only that
                        UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR));
        return http;
    }

    /**
     * Starts to answer.
     *
     * @throws IOException if it can't listen where it shall
     */
    public void start() throws IOException {
        try {
            server.start();
            headTimes.start();
            for (SocketPlace place : places) {
                place.publish();
            }
        } catch (Exception e) {
            IOException failure =
                    e instanceof IOException io
                            ? io
                            : new IOException("The server could not be started", e);
            try {
                close();
            } catch (IOException suppressed) {
                failure.addSuppressed(suppressed);
            }
            throw failure;
        }
    }

    /**
     * Returns the port of TCP.
     *
     * @throws IllegalStateException if it listens on none
     */
    public int port() {
        for (var connector : server.getConnectors()) {
            if (connector instanceof ServerConnector tcp) {
                return tcp.getLocalPort();
            }
        }
        throw new IllegalStateException("This server doesn't listen on TCP");
    }

    /** Ends all connections and stops. */
    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("The server could not be stopped", e);
        } finally {
            for (SocketPlace place : places) {
                place.close();
            }
        }
    }
}
