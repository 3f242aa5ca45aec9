package dev.mullion.engine.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** The server of the Docker Engine API, on a Unix socket and, with mutual TLS only, on TCP. */
public final class ApiServer implements AutoCloseable {

    private static final int NO_LIMIT = 0;

    private final ServerLimits limits;
    private final Routes routes = new Routes();
    private final Server server;

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
        Map<String, String> headers =
                Map.of(
                        "Api-Version",
                        SpokenVersions.NEWEST.toString(),
                        "Docker-Experimental",
                        "false",
                        "Ostype",
                        os,
                        "Server",
                        "Mullion/" + product + " (" + os + ")");
        server.setHandler(new Dispatcher(routes, headers, threads, limits));
    }

    /** Returns the routes; they are added before the server starts. */
    public Routes routes() {
        return routes;
    }

    /**
     * Listens on a Unix socket, which its owner and group may use.
     *
     * @param socket replaced if the engine that made it has died
     */
    public void listen(Path socket) throws IOException {
        Files.deleteIfExists(socket);
        UnixDomainServerConnector connector =
                new UnixDomainServerConnector(
                        server, 1, 1, new HttpConnectionFactory(configuration()));
        connector.setUnixDomainPath(socket);
        server.addConnector(connector);
    }

    private HttpConfiguration configuration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(limits.head());
        http.setIdleTimeout(limits.idle().toMillis());
        return http;
    }

    /** Starts to answer. */
    public void start() throws IOException {
        try {
            server.start();
            for (var connector : server.getConnectors()) {
                if (connector instanceof UnixDomainServerConnector unix) {
                    Files.setPosixFilePermissions(
                            unix.getUnixDomainPath(), PosixFilePermissions.fromString("rw-rw----"));
                }
            }
        } catch (Exception e) {
            close();
            throw e instanceof IOException io
                    ? io
                    : new IOException("The server could not be started", e);
        }
    }

    /** Ends all connections and stops. */
    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("The server could not be stopped", e);
        }
    }
}
