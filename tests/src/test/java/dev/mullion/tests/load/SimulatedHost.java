package dev.mullion.tests.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * As much of a Docker Engine as the portal's monitor asks for, with any number of containers and
 * events, and nothing running: for load only. Its answers have the shape of Docker Engine 20.10's.
 */
final class SimulatedHost implements AutoCloseable {

    private static final String API_VERSION = "1.41";
    private static final String IMAGE_ID = "sha256:" + "5a".repeat(32);
    private static final String IMAGE = "registry.example/shop/worker:7";

    private static final String VERSION =
            """
            {"Version":"20.10.24","ApiVersion":"1.41","MinAPIVersion":"1.12",
             "Os":"linux","Arch":"amd64","KernelVersion":"6.1.0"}
            """;

    private static final String IMAGES =
            """
            [{"Id":"%s","RepoTags":["%s"],"RepoDigests":[],"ParentId":"","Created":1790000000,
              "Size":123456789,"VirtualSize":123456789,"SharedSize":-1,"Containers":-1,"Labels":{}}]
            """
                    .formatted(IMAGE_ID, IMAGE);

    private final List<SimulatedContainer> containers = new ArrayList<>();
    private final Set<LinkedBlockingQueue<byte[]>> listeners = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService churn = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong listCalls = new AtomicLong();
    private final HttpServer server;

    private SimulatedHost(HttpServer server, int size) {
        this.server = server;
        for (int number = 0; number < size; number++) {
            containers.add(new SimulatedContainer(number, IMAGE, IMAGE_ID));
        }
    }

    /** Starts a host with so many containers on a free port of 127.0.0.1. */
    static SimulatedHost start(int containers) {
        try {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
            SimulatedHost host = new SimulatedHost(server, containers);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", host::answer);
            server.start();
            return host;
        } catch (IOException e) {
            throw new UncheckedIOException("The simulated host did not start", e);
        }
    }

    /** {@code tcp://127.0.0.1:port}. */
    String address() {
        return "tcp://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How often the whole list was asked for. */
    long listCalls() {
        return listCalls.get();
    }

    /** From now on so many containers a second stop or start, one after the other. */
    void churn(int perSecond) {
        long pause = TimeUnit.SECONDS.toNanos(1) / perSecond;
        var _ = churn.scheduleAtFixedRate(this::turnNext, pause, pause, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        churn.shutdownNow();
        server.stop(0);
    }

    private void turnNext() {
        SimulatedContainer container =
                containers.get(Math.floorMod(next.getAndIncrement(), containers.size()));
        byte[] line = container.turn(Instant.now().getEpochSecond()).getBytes(UTF_8);
        listeners.forEach(listener -> listener.add(line));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().replaceFirst("^/v1\\.\\d+", "");
            exchange.getResponseHeaders().add("Api-Version", API_VERSION);
            exchange.getResponseHeaders().add("Ostype", "linux");
            switch (path) {
                case "/_ping" -> send(exchange, 200, "text/plain", "OK");
                case "/version" -> json(exchange, VERSION);
                case "/info" ->
                        json(
                                exchange,
                                """
                                {"ID":"SIMU:LATE:D","Name":"simulated","ServerVersion":"20.10.24","Containers":%1$d,
                                 "ContainersRunning":%1$d,"ContainersPaused":0,"ContainersStopped":0,"Images":1,
                                 "Driver":"overlay2","KernelVersion":"6.1.0","OperatingSystem":"Simulated host",
                                 "OSType":"linux","Architecture":"x86_64","NCPU":64,"MemTotal":274877906944}
                                """
                                        .formatted(containers.size()));
                case "/containers/json" -> {
                    listCalls.incrementAndGet();
                    json(exchange, list());
                }
                case "/images/json" -> json(exchange, IMAGES);
                case "/events" -> events(exchange);
                default -> other(exchange, path);
            }
        }
    }

    private void other(HttpExchange exchange, String path) throws IOException {
        String[] parts = path.split("/", -1);
        Optional<SimulatedContainer> asked =
                parts.length == 4 && parts[1].equals("containers") && parts[3].equals("json")
                        ? containers.stream().filter(one -> one.id().equals(parts[2])).findFirst()
                        : Optional.empty();
        if (asked.isPresent()) {
            json(exchange, asked.get().details());
        } else {
            send(
                    exchange,
                    404,
                    "application/json",
                    "{\"message\":\"the simulated host has no such thing\"}");
        }
    }

    private String list() {
        return containers.stream()
                .map(SimulatedContainer::summary)
                .collect(Collectors.joining(",", "[", "]"));
    }

    private void events(HttpExchange exchange) throws IOException {
        LinkedBlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
        listeners.add(queue);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            body.flush();
            while (true) {
                body.write(queue.take());
                body.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listeners.remove(queue);
        }
    }

    private static void json(HttpExchange exchange, String text) throws IOException {
        send(exchange, 200, "application/json", text);
    }

    private static void send(HttpExchange exchange, int status, String type, String text)
            throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
