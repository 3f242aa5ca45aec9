package dev.mullion.backend.admission;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Windows host that does nothing but remember what it was told: no Windows can be had here, and
 * what counts is what would have reached it. It has two images, and describes containers as they
 * were asked for, with what real engines fill in.
 */
final class RecordingEngine implements AutoCloseable {

    static final String DIGEST = "sha256:" + "ab".repeat(32);
    static final String IMAGE_ID = "sha256:" + "01".repeat(32);
    static final String OTHER_ID = "sha256:" + "02".repeat(32);
    static final String NANO = "mcr.microsoft.com/windows/nanoserver";

    private static final JsonMapper JSON = JsonMapper.shared();

    /** What was asked for, by the id that was given out. */
    final Map<String, JsonNode> created = new ConcurrentHashMap<>();

    final List<String> started = new CopyOnWriteArrayList<>();
    final List<String> removed = new CopyOnWriteArrayList<>();

    /** Creates with another isolation than it was asked for, as a careless engine could. */
    volatile boolean careless;

    /** Has another image under the name by the time it creates. */
    volatile boolean retagged;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger count = new AtomicInteger();
    private final String id = "recording-" + System.nanoTime();

    RecordingEngine() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    String address() {
        return "tcp://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path =
                    URLDecoder.decode(exchange.getRequestURI().getRawPath(), StandardCharsets.UTF_8)
                            .replaceFirst("^/v[0-9.]+", "");
            exchange.getResponseHeaders().add("Api-Version", "1.47");
            if (path.equals("/events")) {
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().flush();
                closed.await();
                return;
            }
            answer(exchange, path);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, String path) throws IOException {
        var parts = path.split("/", -1);
        if (path.equals("/info")) {
            send(exchange, 200, info());
        } else if (path.equals("/containers/create")) {
            send(exchange, 201, create(exchange));
        } else if (path.equals("/containers/json")) {
            send(exchange, 200, "[]");
        } else if (path.startsWith("/containers/") && path.endsWith("/start")) {
            started.add(parts[2]);
            exchange.sendResponseHeaders(204, -1);
        } else if (path.startsWith("/containers/") && path.endsWith("/json")) {
            var request = created.get(parts[2]);
            if (request == null) {
                send(exchange, 404, "{\"message\":\"No such container\"}");
            } else {
                send(exchange, 200, described(parts[2], request));
            }
        } else if (path.startsWith("/containers/")
                && exchange.getRequestMethod().equals("DELETE")) {
            removed.add(parts[2]);
            exchange.sendResponseHeaders(204, -1);
        } else if (path.equals("/images/json")) {
            send(exchange, 200, "[]");
        } else if (path.startsWith("/images/")) {
            image(exchange, path.substring("/images/".length(), path.length() - "/json".length()));
        } else if (path.equals("/networks/their-network")) {
            send(
                    exchange,
                    200,
                    "{\"Name\":\"their-network\",\"Id\":\"1\",\"Driver\":\"nat\",\"Created\":\"2026-01-01T00:00:00Z\"}");
        } else if (path.startsWith("/networks/")) {
            send(exchange, 404, "{\"message\":\"No such network\"}");
        } else if (path.startsWith("/containers/")) {
            exchange.sendResponseHeaders(204, -1);
        } else {
            send(
                    exchange,
                    200,
                    "{\"Version\":\"1\",\"ApiVersion\":\"1.47\",\"MinAPIVersion\":\"1.24\"}");
        }
    }

    private String info() {
        return """
        {"ID":"%s","Name":"rec","OSType":"windows","OSVersion":"10.0.20348.2113","Isolation":"process",
         "NCPU":8,"MemTotal":17179869184,"DockerRootDir":"C:\\\\ProgramData\\\\mullion",
         "DefaultRuntime":"io.containerd.runhcs.v1","LoggingDriver":"json-file",
         "Labels":["dev.mullion.isolations=process,hyperv"]}
        """
                .formatted(id);
    }

    private String create(HttpExchange exchange) throws IOException {
        var request = JSON.readTree(exchange.getRequestBody().readAllBytes());
        var container = "%064x".formatted(count.incrementAndGet() + 0xfeed0000L);
        created.put(container, request);
        return "{\"Id\":\"" + container + "\",\"Warnings\":[]}";
    }

    private String described(String container, JsonNode request) {
        var config = (ObjectNode) request.deepCopy();
        var host = (ObjectNode) config.remove("HostConfig");
        config.remove("NetworkingConfig");
        if (careless) {
            host.put("Isolation", "process");
        }
        var all = JSON.createObjectNode();
        all.put("Id", container);
        all.put("Image", retagged ? OTHER_ID : IMAGE_ID);
        all.put("Name", "/web");
        all.putObject("State").put("Status", "created");
        all.set("Config", config);
        host.put("NetworkMode", "default");
        host.putObject("LogConfig").put("Type", "json-file");
        all.set("HostConfig", host);
        all.putObject("NetworkSettings").putObject("Networks").putObject("nat");
        return all.toString();
    }

    private static void image(HttpExchange exchange, String name) throws IOException {
        boolean other = name.equals(OTHER_ID);
        if (!other && !name.startsWith(NANO) && !name.equals(IMAGE_ID)) {
            send(exchange, 404, "{\"message\":\"No such image: " + name + "\"}");
            return;
        }
        send(
                exchange,
                200,
                """
                {"Id":"%s","Os":"windows","Architecture":"amd64","RepoDigests":[%s],
                 "Config":{"User":"%s"}}
                """
                        .formatted(
                                other ? OTHER_ID : IMAGE_ID,
                                other ? "" : "\"" + NANO + "@" + DIGEST + "\"",
                                other ? "" : "ContainerUser"));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
