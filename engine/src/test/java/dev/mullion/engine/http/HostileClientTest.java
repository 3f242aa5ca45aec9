package dev.mullion.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that want to confuse, fill or hold up the server, with limits that are soon reached. */
@Timeout(60)
class HostileClientTest {

    private static final int CONNECTIONS = 8;
    private static final ServerLimits TIGHT =
            new ServerLimits(
                    4096,
                    20,
                    32 << 10,
                    CONNECTIONS,
                    CONNECTIONS,
                    Duration.ofMillis(1200),
                    Duration.ofMillis(800),
                    Duration.ofMillis(1500),
                    Duration.ofSeconds(30));

    @TempDir Path folder;

    private final AtomicInteger reached = new AtomicInteger();
    private final AtomicLong written = new AtomicLong();
    private final CompletableFuture<IOException> writerEnded = new CompletableFuture<>();
    private ApiServer server;
    private Path socket;

    @BeforeEach
    void start() throws IOException {
        socket = folder.resolve("engine.sock");
        server = new ApiServer("1.2.3", "linux", TIGHT);
        server.routes()
                .get(
                        "/info",
                        call -> {
                            reached.incrementAndGet();
                            call.json(200, Map.of());
                        })
                .get("/things/{id}/json", call -> call.json(200, Map.of("id", call.path("id"))))
                .get(
                        "/names/{name...}/json",
                        call -> call.json(200, Map.of("name", call.path("name"))))
                .post(
                        "/body",
                        call -> {
                            call.tree();
                            reached.incrementAndGet();
                        })
                .post("/upload", call -> call.json(200, call.bodyStream().readAllBytes().length))
                .get("/stream", call -> call.stream("text/plain").close())
                .post("/flood", this::flood);
        server.listen(socket, null);
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void flood(Call call) throws IOException {
        try (Hijacked client = call.hijack(false)) {
            while (written.get() < 1L << 30) {
                client.write(ByteBuffer.allocate(64 << 10));
                written.addAndGet(64 << 10);
            }
        } catch (IOException e) {
            writerEnded.complete(e);
        }
    }

    private String ask(String... lines) {
        try (RawClient client = RawClient.connect(socket)) {
            return client.send(String.join("\r\n", lines)).readAll();
        }
    }

    private String get(String target) {
        return ask("GET " + target + " HTTP/1.1", "Host: x", "Connection: close", "", "");
    }

    private String post(String json) {
        return ask(
                "POST /body HTTP/1.1",
                "Host: x",
                "Connection: close",
                "Content-Type: application/json",
                "Content-Length: " + json.getBytes(UTF_8).length,
                "",
                json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//info",
                "/./info",
                "/x/../info",
                "/%2e%2e/info",
                "/x/%2E%2E/info",
                "/x/..%2finfo",
                "/%2finfo",
                "/info/",
                "/info;x=y",
                "/info%00",
                "/info%0d%0aX:y",
                "/INFO",
                "/v1.47",
                "/v1.47/",
                "/v1.47//info",
                "/v1.47/v1.47/info",
                "/things/../json",
                "/things/a%2fb/json",
                "/things/a%252fb/json",
                "/names/a//b/json",
                "/names/a/../b/json",
                "/names/%2e%2e/json",
                "/names/..%2f..%2fetc/json",
                "/%69nfo%ff",
                "/%zz",
                "/info%",
                "/%252e%252e/info",
                "*",
                "info",
                "http://x/../info"
            })
    void aPathThatCanBeReadInTwoWaysLeadsNowhere(String target) {
        assertThat(get(target)).containsPattern("^HTTP/1.1 40[04] ").contains("{\"message\":");
        assertThat(reached).hasValue(0);
    }

    @Test
    void namesOfImagesMayHaveTheirSlashesEncoded() {
        assertThat(get("/names/library%2Fbusybox:1/json"))
                .contains("{\"name\":\"library/busybox:1\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 4",
                "Content-Length: 4\r\nContent-Length: 5",
                "Content-Length: 4, 5",
                "Content-Length: -1",
                "Content-Length: +4",
                "Content-Length: 0x4",
                "Content-Length: 99999999999999999999",
                "Content-Length : 4",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding : chunked",
                " folded: x\r\nContent-Length: 4",
                "X: y\r\n continued: z",
                "NoColon",
                "Host: second",
                "X\u0000Y: z",
                "X: a\u0000b"
            })
    void headersThatHideARequestAreRefusedAndEndTheConnection(String headers) {
        String answer =
                ask(
                        "POST /body HTTP/1.1",
                        "Host: x",
                        "Content-Type: application/json",
                        headers,
                        "",
                        "0",
                        "",
                        "GET /info HTTP/1.1",
                        "Host: x",
                        "",
                        "");
        assertThat(answer).containsPattern("^HTTP/1.1 (400|501) ");
        assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
        assertThat(reached).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz", "-1", "ffffffffffffffff1", "5;x=\u0000", "0x5"})
    void chunksWithAWrongLengthAreRefused(String length) {
        String answer =
                ask(
                        "POST /body HTTP/1.1",
                        "Host: x",
                        "Content-Type: application/json",
                        "Transfer-Encoding: chunked",
                        "",
                        length,
                        "12345",
                        "0",
                        "",
                        "GET /info HTTP/1.1",
                        "Host: x",
                        "",
                        "");
        assertThat(answer).doesNotContain("HTTP/1.1 200");
        assertThat(reached).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET /info\r\n",
                "\u0016\u0003\u0001\u0002\r\n\r\n",
                "GET /info HTTP/3.7\r\n\r\n",
                "get /info HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            })
    void otherProtocolsAreRefused(String beginning) {
        assertThat(ask(beginning)).doesNotContain("HTTP/1.1 200");
        assertThat(reached).hasValue(0);
    }

    @Test
    void floodsOfHeadersAreRefused() {
        List<String> lines =
                new ArrayList<>(List.of("GET /info HTTP/1.1", "Host: x", "Connection: close"));
        for (int i = 0; i < 50; i++) {
            lines.add("X-" + i + ": y");
        }
        lines.addAll(List.of("", ""));
        assertThat(ask(lines.toArray(new String[0])))
                .startsWith("HTTP/1.1 400 ")
                .contains("more than 20 headers");
        assertThat(ask("GET /info HTTP/1.1", "Host: x", "X: " + "y".repeat(8192), "", ""))
                .startsWith("HTTP/1.1 431 ")
                .contains("Api-Version: 1.47", "{\"message\":");
        assertThat(ask("GET /" + "y".repeat(8192) + " HTTP/1.1", "Host: x", "", ""))
                .containsPattern("^HTTP/1.1 (414|431) ");
        assertThat(reached).hasValue(0);
    }

    @Test
    void jsonThatCanBeReadInTwoWaysOrFillsMemoryIsRefused() {
        assertThat(post("{\"a\":1,\"a\":2}")).startsWith("HTTP/1.1 400 ").contains("uplicate");
        assertThat(post("{\"a\":1} {\"a\":2}")).startsWith("HTTP/1.1 400 ");
        assertThat(post("{\"a\":1}x")).startsWith("HTTP/1.1 400 ");
        assertThat(post("[".repeat(10_000))).startsWith("HTTP/1.1 400 ").contains("epth");
        assertThat(post("{\"a\":" + "9".repeat(5000) + "}")).startsWith("HTTP/1.1 400 ");
        assertThat(post("{\"a\":\"" + "x".repeat(40_000) + "\"}"))
                .startsWith("HTTP/1.1 400 ")
                .contains("larger than");
        assertThat(post("")).startsWith("HTTP/1.1 400 ").contains("got EOF while reading");
        assertThat(post("{\"a\":\u0001}")).startsWith("HTTP/1.1 400 ");
        assertThat(reached).hasValue(0);
        assertThat(post("{\"a\":1}\n")).startsWith("HTTP/1.1 200 ");
        assertThat(reached).hasValue(1);
    }

    @Test
    void jsonUnderAnotherNameIsRefused() {
        String answer =
                ask(
                        "POST /body HTTP/1.1",
                        "Host: x",
                        "Connection: close",
                        "Content-Type: text/plain",
                        "Content-Length: 2",
                        "",
                        "{}");
        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains(
                        "unsupported Content-Type header (text/plain): must be 'application/json'");
    }

    @Test
    void aHeadThatDripsInIsCutOffHoweverBusyItLooks() throws InterruptedException {
        assertCutOff("GET /info HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    }

    @Test
    void jsonThatDripsInIsCutOffHoweverBusyItLooks() throws InterruptedException {
        assertCutOff(
                String.join(
                        "\r\n",
                        "POST /body HTTP/1.1",
                        "Host: x",
                        "Content-Type: application/json",
                        "Content-Length: 10000",
                        "",
                        ""));
    }

    private void assertCutOff(String beginning) throws InterruptedException {
        try (RawClient client = RawClient.connect(socket)) {
            client.send(beginning);
            long began = System.nanoTime();
            Drip drip = new Drip(client);
            drip.start();
            client.readAll();
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(10));
            drip.join(Duration.ofSeconds(5));
            assertThat(reached).hasValue(0);
        }
        assertThat(get("/info")).startsWith("HTTP/1.1 200 ");
    }

    /** Sends a byte every 100 ms until the other side has enough. */
    private static final class Drip extends Thread {

        private final RawClient client;

        Drip(RawClient client) {
            this.client = client;
        }

        @Override
        public void run() {
            var pause = new java.util.concurrent.CountDownLatch(1);
            try {
                while (client.trySend(" ")) {
                    if (pause.await(100, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void aSilentConnectionIsClosed() {
        try (RawClient client = RawClient.connect(socket)) {
            assertThat(client.readAll()).isEmpty();
        }
    }

    @Test
    void anUploadMayTakeItsTime() throws InterruptedException {
        int parts = 25;
        try (RawClient client = RawClient.connect(socket)) {
            client.send(
                    "POST /upload HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                            + parts
                            + "\r\n\r\n");
            var pause = new java.util.concurrent.CountDownLatch(1);
            for (int i = 0; i < parts; i++) {
                // longer than the time for JSON in all, and once longer than the idle time
                assertThat(pause.await(i == 5 ? 1500 : 50, TimeUnit.MILLISECONDS)).isFalse();
                client.send("x");
            }
            assertThat(client.readAll()).startsWith("HTTP/1.1 200 ").endsWith("25\n");
        }
    }

    @Test
    void requestsOneAfterTheOtherInOneParcelAreAnsweredInTheirOrder() {
        String request = "GET /things/%s/json HTTP/1.1\r\nHost: x\r\n\r\n";
        try (RawClient client = RawClient.connect(socket)) {
            client.send(request.formatted("a") + request.formatted("b") + request.formatted("c"));
            assertThat(client.readTo("{\"id\":\"a\"}")).containsOnlyOnce("HTTP/1.1 200");
            assertThat(client.readTo("{\"id\":\"b\"}")).containsOnlyOnce("HTTP/1.1 200");
            assertThat(client.readTo("{\"id\":\"c\"}")).containsOnlyOnce("HTTP/1.1 200");
        }
    }

    @Test
    void aRequestHiddenBehindAStreamIsNeverAnswered() {
        try (RawClient client = RawClient.connect(socket)) {
            String answers =
                    client.send(
                                    String.join(
                                            "\r\n",
                                            "GET /stream HTTP/1.1",
                                            "Host: x",
                                            "",
                                            "GET /info HTTP/1.1",
                                            "Host: x",
                                            "",
                                            ""))
                            .readAll();
            assertThat(answers).containsOnlyOnce("HTTP/1.1").contains("Connection: close");
            assertThat(reached).hasValue(0);
        }
    }

    @Test
    void noMoreThanSoManyConnectionsAreServedAtOnceAndTheNextOnesWait() {
        List<RawClient> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                RawClient client = RawClient.connect(socket);
                crowd.add(client);
                client.send("POST /flood HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                        .readTo("\r\n\r\n");
            }
            CompletableFuture<String> late = CompletableFuture.supplyAsync(() -> get("/info"));
            assertThat(late)
                    .failsWithin(Duration.ofMillis(500))
                    .withThrowableOfType(java.util.concurrent.TimeoutException.class);
            crowd.removeFirst().close();
            assertThat(late).succeedsWithin(Duration.ofSeconds(10)).asString().contains(" 200 OK");
        } finally {
            crowd.forEach(RawClient::close);
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsUpItsWriterUntilItGoes() throws Exception {
        try (RawClient client = RawClient.connect(socket)) {
            client.send("POST /flood HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                    .readTo("\r\n\r\n");
            long before;
            var pause = new java.util.concurrent.CountDownLatch(1);
            do {
                before = written.get();
                assertThat(pause.await(300, TimeUnit.MILLISECONDS)).isFalse();
            } while (written.get() != before);
            assertThat(before).isLessThan(16 << 20);
        }
        assertThat(writerEnded).succeedsWithin(Duration.ofSeconds(5));
    }
}
