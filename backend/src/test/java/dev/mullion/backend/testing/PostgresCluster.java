package dev.mullion.backend.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server of its own: private data folder, loopback only, ended by its process id.
 * Needs Debian's package {@code postgresql}. PostgreSQL refuses to run as root, so root runs it as
 * the user that the package made.
 */
public final class PostgresCluster implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final Process server;
    private final int port;
    private final String password;

    private PostgresCluster(Path folder, Process server, int port, String password) {
        this.folder = folder;
        this.server = server;
        this.port = port;
        this.password = password;
    }

    /** Makes a cluster and starts it; it answers when this returns. */
    public static PostgresCluster start() {
        try {
            var folder = Files.createTempDirectory("mullion-pg-");
            var password = UUID.randomUUID().toString();
            var passwordFile = Files.writeString(folder.resolve("password"), password);
            var data = Files.createDirectory(folder.resolve("data"));
            if (root()) {
                run(List.of("chown", "-R", "postgres:", folder.toString()), folder);
            }
            var bin = programs();
            run(
                    asServer(
                            bin.resolve("initdb").toString(),
                            "--pgdata=" + data,
                            "--username=mullion",
                            "--auth=scram-sha-256",
                            "--pwfile=" + passwordFile,
                            "--encoding=UTF8",
                            "--locale=C",
                            "--no-sync"),
                    folder);
            int port = freePort();
            var server =
                    new ProcessBuilder(
                                    asServer(
                                            bin.resolve("postgres").toString(),
                                            "-D",
                                            data.toString(),
                                            "-c",
                                            "listen_addresses=127.0.0.1",
                                            "-c",
                                            "port=" + port,
                                            "-c",
                                            "unix_socket_directories=",
                                            "-c",
                                            "fsync=off"))
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("server.log").toFile())
                            .start();
            var cluster = new PostgresCluster(folder, server, port, password);
            cluster.awaitReady();
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new, empty database in this cluster. */
    public TestDatabase database() {
        var name = "t" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = DriverManager.getConnection(url("postgres"), "mullion", password);
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("No database could be made", e);
        }
        return new Database(url(name), "mullion", password);
    }

    /** It goes with its cluster. */
    private record Database(String url, String username, String password) implements TestDatabase {
        @Override
        public void close() {}
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private void awaitReady() throws IOException {
        var deadline = Instant.now().plus(START_PATIENCE);
        while (true) {
            try (var connection =
                    DriverManager.getConnection(url("postgres"), "mullion", password)) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException e) {
                if (!server.isAlive() || Instant.now().isAfter(deadline)) {
                    server.destroyForcibly();
                    throw new IllegalStateException(
                            "PostgreSQL did not start:\n"
                                    + Files.readString(folder.resolve("server.log")),
                            e);
                }
                server.onExit().completeOnTimeout(server, 50, TimeUnit.MILLISECONDS).join();
            }
        }
    }

    @Override
    public void close() {
        try {
            // SIGINT is PostgreSQL's fast shutdown: it does not wait for open connections
            run(List.of("kill", "-INT", Long.toString(server.pid())), folder);
            if (!server.waitFor(30, TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
            H2File.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static Path programs() throws IOException {
        try (var versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() ->
                            new IllegalStateException(
                                    "These tests need Debian's package postgresql"));
        }
    }

    private static List<String> asServer(String... command) {
        var line = new ArrayList<String>();
        if (root()) {
            line.addAll(
                    List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
        }
        line.addAll(List.of(command));
        return line;
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void run(List<String> command, Path folder) throws IOException {
        var process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        var output =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException(command + " ended with " + status + ":\n" + output);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while running " + command, e);
        }
    }
}
