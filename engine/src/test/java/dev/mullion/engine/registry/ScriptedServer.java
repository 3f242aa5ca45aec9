package dev.mullion.engine.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks HTTP as badly as a test wants: what it answers to a path is written to the
 * socket as it is. One request a connection.
 */
final class ScriptedServer implements AutoCloseable {

    private final ServerSocket door;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    ScriptedServer() {
        this("127.0.0.1");
    }

    ScriptedServer(String address) {
        try {
            door = new ServerSocket(0, 50, InetAddress.ofLiteral(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        on("GET /v2/", "200 OK", "", "");
        Thread.ofVirtual().start(this::accept);
    }

    /** Writes an answer. */
    @FunctionalInterface
    interface Script {
        void answer(Request request, OutputStream out) throws IOException;
    }

    /** What a client asked; header names in lower case. */
    record Request(String line, Map<String, String> headers, String body) {

        @Nullable String header(String name) {
            return headers.get(name);
        }
    }

    int port() {
        return door.getLocalPort();
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    /** Answers a request line (without the version) with a script. */
    ScriptedServer on(String line, Script script) {
        scripts.put(line, script);
        return this;
    }

    /** Answers a request line with a whole small answer. */
    ScriptedServer on(String line, String status, String headers, String body) {
        return on(line, (request, out) -> out.write(whole(status, headers, body)));
    }

    static byte[] whole(String status, String headers, String body) {
        String all =
                "HTTP/1.1 %s\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                        .formatted(status, headers, body.length(), body);
        return all.getBytes(ISO_8859_1);
    }

    /** All requests so far whose line begins so. */
    List<Request> asked(String start) {
        return requests.stream().filter(one -> one.line().startsWith(start)).toList();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                if (!door.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Request request = read(socket.getInputStream());
            requests.add(request);
            String path = request.line();
            int mark = path.indexOf('?');
            Script script = scripts.get(mark < 0 ? path : path.substring(0, mark));
            OutputStream out = socket.getOutputStream();
            if (script == null) {
                out.write(whole("404 Not Found", "", ""));
            } else {
                script.answer(request, out);
            }
            out.flush();
        } catch (IOException e) {
            // the client has had enough, which is what most tests here are about
        } finally {
            open.remove(socket);
        }
    }

    private static Request read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int one = in.read();
            if (one < 0) {
                throw new IOException("no request");
            }
            head.write(one);
        }
        List<String> lines = head.toString(ISO_8859_1).lines().toList();
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), ISO_8859_1);
        return new Request(lines.getFirst().replace(" HTTP/1.1", ""), headers, body);
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
