package dev.mullion.backend.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * An engine that behaves as a test tells it to, where a real one can't be made to: it hangs, talks
 * nonsense, refuses, cuts its events off. It knows just enough of the API for a monitor.
 */
final class FakeEngine implements AutoCloseable {

    /** How it answers. */
    enum Mood {
        WELL,
        HANGING,
        GARBAGE,
        FORBIDDEN,
        TROUBLE,
        TOO_OLD
    }

    final AtomicInteger fullLists = new AtomicInteger();
    final AtomicInteger singleLists = new AtomicInteger();
    final AtomicInteger inspections = new AtomicInteger();
    volatile Mood mood = Mood.WELL;
    volatile boolean windows;
    volatile long memory;
    volatile boolean inspectable = true;
    volatile String state = "running";
    volatile String status = "Up 1 second";

    private final ServerSocket server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<OutputStream> listeners = ConcurrentHashMap.newKeySet();
    private final Map<String, String> containers = new ConcurrentSkipListMap<>();

    FakeEngine() throws IOException {
        server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "tcp://127.0.0.1:" + server.getLocalPort();
    }

    static String id(int number) {
        return String.format("%064x", number);
    }

    void put(int number, String name) {
        containers.put(id(number), name);
    }

    void drop(int number) {
        containers.remove(id(number));
    }

    int listeners() {
        return listeners.size();
    }

    /** Sends an event of a container to all who listen. */
    void emit(String action, int number) throws IOException {
        String event =
                "{\"Type\":\"container\",\"Action\":\"%s\",\"Actor\":{\"ID\":\"%s\"},\"time\":1}\n"
                        .formatted(action, id(number));
        for (OutputStream listener : listeners) {
            chunk(listener, event);
        }
    }

    /** Breaks every connection off, those with events too. */
    void cut() throws IOException {
        listeners.clear();
        for (Socket socket : open) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        cut();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            String request = in.readLine();
            String line = request;
            while (line != null && !line.isEmpty()) {
                line = in.readLine();
            }
            if (request != null) {
                answer(
                        request.substring(request.indexOf(' ') + 1, request.lastIndexOf(' ')),
                        socket.getOutputStream());
            }
        } catch (IOException e) {
            // whoever asked went away, or the test cut the line
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private void answer(String target, OutputStream out) throws IOException, InterruptedException {
        switch (mood) {
            case HANGING -> closed.await();
            case GARBAGE ->
                    out.write("\u0001\u0002 nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            case FORBIDDEN -> json(out, "403 Forbidden", "{\"message\":\"not you\"}");
            case TROUBLE -> json(out, "500 Internal Server Error", "{\"message\":\"ouch\"}");
            case WELL, TOO_OLD -> answerWell(target.replaceFirst("^/v[0-9.]+", ""), out);
        }
    }

    private void answerWell(String target, OutputStream out)
            throws IOException, InterruptedException {
        if (target.startsWith("/events")) {
            head(out, "200 OK", "Transfer-Encoding: chunked");
            out.flush();
            listeners.add(out);
            closed.await();
        } else if (target.startsWith("/containers/json")) {
            json(out, "200 OK", list(target));
        } else if (target.startsWith("/containers/")) {
            inspections.incrementAndGet();
            if (!inspectable) {
                json(out, "409 Conflict", "{\"message\":\"can't tell\"}");
                return;
            }
            String id = target.substring("/containers/".length(), "/containers/".length() + 64);
            json(
                    out,
                    "200 OK",
                    "{\"Id\":\"%s\",\"State\":{\"Status\":\"running\"},\"HostConfig\":{\"Isolation\":\"%s\",\"Memory\":%d}}"
                            .formatted(id, id.endsWith("1") ? "hyperv" : "default", memory));
        } else if (target.startsWith("/images/json")) {
            json(out, "200 OK", "[]");
        } else if (target.startsWith("/info")) {
            json(
                    out,
                    "200 OK",
                    windows
                            ? "{\"ID\":\"fake\",\"Name\":\"fake\",\"OSType\":\"windows\",\"Isolation\":\"process\",\"NCPU\":2}"
                            : "{\"ID\":\"fake\",\"Name\":\"fake\",\"OSType\":\"linux\",\"NCPU\":2}");
        } else {
            json(
                    out,
                    "200 OK",
                    "{\"Version\":\"1\",\"ApiVersion\":\"1.41\",\"MinAPIVersion\":\"1.12\"}");
        }
    }

    private String list(String target) {
        String query = URLDecoder.decode(target, StandardCharsets.UTF_8);
        boolean single = query.contains("\"id\"");
        (single ? singleLists : fullLists).incrementAndGet();
        List<String> listed =
                containers.entrySet().stream()
                        .filter(entry -> !single || query.contains(entry.getKey()))
                        .map(entry ->
                                "{\"Id\":\"%s\",\"Names\":[\"/%s\"],\"Image\":\"tool:1\",\"State\":\"%s\",\"Status\":\"%s\"}"
                                        .formatted(entry.getKey(), entry.getValue(), state, status))
                        .toList();
        return listed.stream().collect(Collectors.joining(",", "[", "]"));
    }

    private void json(OutputStream out, String status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        head(out, status, "Content-Length: " + bytes.length);
        out.write(bytes);
        out.flush();
    }

    private void head(OutputStream out, String status, String framing) throws IOException {
        String version = mood == Mood.TOO_OLD ? "1.20" : "1.41";
        String lines =
                String.join(
                        "\r\n",
                        "HTTP/1.1 " + status,
                        "Api-Version: " + version,
                        "Content-Type: application/json",
                        framing,
                        "",
                        "");
        out.write(lines.getBytes(StandardCharsets.US_ASCII));
    }

    private static void chunk(OutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            out.write(
                    (Integer.toHexString(bytes.length) + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }
}
