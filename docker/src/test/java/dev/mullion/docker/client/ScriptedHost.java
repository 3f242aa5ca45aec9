package dev.mullion.docker.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.mullion.docker.HostAddress;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * Something on a socket that answers exactly the bytes a test wants, on a Unix socket or on TCP.
 * {@code /_ping} is answered properly unless the script says otherwise.
 */
final class ScriptedHost implements Closeable {

    /** What is done with a connection after its request was read. */
    @FunctionalInterface
    interface Script {
        void play(Connection connection) throws Exception;
    }

    /** A connection with its request. */
    record Connection(String request, InputStream in, OutputStream out) {

        void say(String text) throws IOException {
            out.write(text.getBytes(ISO_8859_1));
            out.flush();
        }

        /** Waits until the client closes the connection. */
        void awaitEnd() throws IOException {
            in.readAllBytes();
        }

        void json(String body) throws IOException {
            say(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.length()
                            + "\r\n\r\n"
                            + body);
        }
    }

    private final Closeable listener;
    private final HostAddress address;
    private final Script script;
    private final String version;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Closeable> open = new CopyOnWriteArrayList<>();

    /** Counts down when a client has gone away from a connection whose script was over. */
    final CountDownLatch clientGone = new CountDownLatch(1);

    private ScriptedHost(Closeable listener, HostAddress address, String version, Script script) {
        this.listener = listener;
        this.address = address;
        this.version = version;
        this.script = script;
    }

    static ScriptedHost onTcp(Script script) {
        return onTcp("1.41", script);
    }

    static ScriptedHost onTcp(String version, Script script) {
        try {
            ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            ScriptedHost host =
                    new ScriptedHost(
                            listener,
                            new HostAddress.Tcp("127.0.0.1", listener.getLocalPort(), false),
                            version,
                            script);
            Thread.startVirtualThread(() -> {
                while (true) {
                    try {
                        Socket socket = listener.accept();
                        host.serve(socket, socket.getInputStream(), socket.getOutputStream());
                    } catch (IOException e) {
                        return; // closed
                    }
                }
            });
            return host;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ScriptedHost onUnixSocket(Path folder, Script script) {
        try {
            Path path = folder.resolve("scripted.sock");
            ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listener.bind(UnixDomainSocketAddress.of(path));
            ScriptedHost host =
                    new ScriptedHost(listener, new HostAddress.UnixSocket(path), "1.41", script);
            host.open.add(() -> Files.deleteIfExists(path));
            Thread.startVirtualThread(() -> {
                while (true) {
                    try {
                        SocketChannel channel = listener.accept();
                        host.serve(
                                channel,
                                Channels.newInputStream(channel),
                                Channels.newOutputStream(channel));
                    } catch (IOException e) {
                        return; // closed
                    }
                }
            });
            return host;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HostAddress address() {
        return address;
    }

    /** The heads of all requests but pings, in the order they came. */
    List<String> requests() {
        return requests;
    }

    private void serve(Closeable socket, InputStream in, OutputStream out) {
        open.add(socket);
        Thread.startVirtualThread(() -> {
            try (socket) {
                Connection connection = new Connection(readHead(in), in, out);
                if (connection.request().startsWith("GET /_ping ") && !version.isEmpty()) {
                    connection.say(
                            "HTTP/1.1 200 OK\r\nApi-Version: "
                                    + version
                                    + "\r\nOstype: linux\r\nContent-Length: 2\r\n\r\nOK");
                    return;
                }
                requests.add(connection.request());
                script.play(connection);
            } catch (Exception e) {
                // the client is gone, which is what many tests are about
                clientGone.countDown();
            }
        });
    }

    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no whole request");
            }
            head.write(next);
        }
        return head.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Closeable one : open) {
            one.close();
        }
    }
}
