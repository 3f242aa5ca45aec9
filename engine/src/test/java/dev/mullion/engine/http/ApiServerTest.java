package dev.mullion.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.engine.EngineProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerTest {

    @TempDir Path folder;

    private ApiServer server;
    private Path socket;
    private final CountDownLatch gone = new CountDownLatch(1);

    @BeforeEach
    void start() throws IOException {
        socket = folder.resolve("engine.sock");
        server = new ApiServer("1.2.3", "linux", ServerLimits.DEFAULT);
        server.routes()
                .get(
                        "/things/{name...}/json",
                        call -> call.json(200, Map.of("name", call.path("name"))))
                .get(
                        "/missing",
                        call -> {
                            throw EngineProblem.notFound("No such thing: x");
                        })
                .get(
                        "/same",
                        call -> {
                            throw EngineProblem.notModified("");
                        })
                .get(
                        "/broken",
                        call -> {
                            throw new IllegalStateException("secret");
                        })
                .post("/body", call -> call.json(201, call.tree()))
                .get("/stream", ApiServerTest::stream)
                .get("/broken-stream", ApiServerTest::brokenStream)
                .get("/open-stream", call -> call.stream("text/plain").write('x'))
                .post("/convert", ApiServerTest::convert)
                .get("/silent", this::silent)
                .post("/echo", ApiServerTest::echo);
        server.listen(socket, null);
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private static void stream(Call call) throws IOException {
        try (OutputStream out = call.stream("application/json")) {
            out.write("one".getBytes(UTF_8));
            out.flush();
            out.write("two".getBytes(UTF_8));
        }
    }

    private static void brokenStream(Call call) throws IOException {
        OutputStream out = call.stream("application/json");
        out.write("half".getBytes(UTF_8));
        out.flush();
        throw new IOException("the disk is full");
    }

    /** Answers each byte before it reads the next. */
    private static void convert(Call call) throws IOException {
        InputStream in = call.bodyStream();
        try (OutputStream out = call.stream("application/json")) {
            for (int read = in.read(); read >= 0; read = in.read()) {
                out.write(Character.toUpperCase(read));
                out.flush();
            }
        }
    }

    private void silent(Call call) throws Exception {
        call.whenGone(gone::countDown);
        call.stream("application/json");
        gone.await(20, TimeUnit.SECONDS);
    }

    private static void echo(Call call) throws IOException {
        try (Hijacked client = call.hijack(true)) {
            ByteBuffer buffer = ByteBuffer.allocate(8192);
            while (client.read(buffer.clear()) >= 0) {
                client.write(buffer.flip());
            }
            client.write(ByteBuffer.wrap("bye".getBytes(UTF_8)));
        }
    }

    private String ask(String request) {
        try (RawClient client = RawClient.connect(socket)) {
            return client.send(request).readAll();
        }
    }

    private String get(String path) {
        return ask("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }

    @Test
    void everyAnswerSaysWhichEngineItIs() {
        assertThat(get("/v1.41/things/a/b/json"))
                .startsWith("HTTP/1.1 200 ")
                .contains("Api-Version: 1.47")
                .contains("Docker-Experimental: false")
                .contains("Ostype: linux")
                .contains("Server: Docker/1.2.3-mullion (linux)")
                .contains("Content-Type: application/json")
                .endsWith("{\"name\":\"a/b\"}\n");
    }

    @Test
    void whatHasNoRouteIsntThere() {
        assertThat(get("/nothing"))
                .startsWith("HTTP/1.1 404 ")
                .contains("Api-Version: 1.47")
                .endsWith("{\"message\":\"page not found\"}\n");
    }

    @Test
    void problemsBecomeTheirStatusAndMessage() {
        assertThat(get("/missing"))
                .startsWith("HTTP/1.1 404 ")
                .endsWith("{\"message\":\"No such thing: x\"}\n");
        assertThat(get("/same")).startsWith("HTTP/1.1 304 ").endsWith("\r\n\r\n");
        assertThat(get("/broken"))
                .startsWith("HTTP/1.1 500 ")
                .contains("The engine failed unexpectedly")
                .doesNotContain("secret");
    }

    @Test
    void versionsThatArentSpokenAreRefusedInDockersWords() {
        assertThat(get("/v1.99/missing"))
                .startsWith("HTTP/1.1 400 ")
                .endsWith(
                        "{\"message\":\"client version 1.99 is too new. Maximum supported API version is 1.47\"}\n");
        assertThat(get("/v1.23/missing"))
                .endsWith(
                        "{\"message\":\"client version 1.23 is too old. Minimum supported API version is 1.24, please upgrade your client to a newer version\"}\n");
    }

    @Test
    void aStreamSendsWhatIsFlushedAndEndsProperly() {
        assertThat(get("/stream"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
    }

    @Test
    void aStreamWhoseEndpointFailsIsSeenToBeIncomplete() {
        assertThat(get("/broken-stream")).endsWith("\r\n\r\n4\r\nhalf\r\n");
    }

    @Test
    void aStreamThatIsLeftOpenEndsWithItsEndpoint() {
        assertThat(get("/open-stream")).endsWith("\r\n\r\n1\r\nx\r\n0\r\n\r\n");
    }

    @Test
    void anOldClientGetsAStreamWithoutChunks() {
        assertThat(ask("GET /stream HTTP/1.0\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK")
                .doesNotContain("chunked")
                .endsWith("\r\n\r\nonetwo");
    }

    @Test
    void anAnswerCanBeginWhileTheRequestStillComes() {
        try (RawClient client = RawClient.connect(socket)) {
            client.send("POST /convert HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\na");
            assertThat(client.readTo("1\r\nA")).startsWith("HTTP/1.1 200 ");
            client.send("b");
            assertThat(client.readTo("1\r\nB")).isEqualTo("\r\n1\r\nB");
            client.send("c");
            assertThat(client.readTo("0\r\n\r\n")).isEqualTo("\r\n1\r\nC\r\n0\r\n\r\n");
            client.send("GET /things/x/json HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readTo("{\"name\":\"x\"}")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aClientThatGoesIsNoticedWhileNothingIsWritten() throws InterruptedException {
        try (RawClient client = RawClient.connect(socket)) {
            client.send("GET /silent HTTP/1.1\r\nHost: x\r\n\r\n").readTo("\r\n\r\n");
            assertThat(gone.getCount()).isEqualTo(1);
        }
        assertThat(gone.await(1, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aHijackedConnectionEndsInOneDirectionFirst() {
        try (RawClient client = RawClient.connect(socket)) {
            String head =
                    client.send(
                                    String.join(
                                            "\r\n",
                                            "POST /v1.47/echo HTTP/1.1",
                                            "Host: x",
                                            "Connection: Upgrade",
                                            "Upgrade: tcp",
                                            "Content-Type: application/json",
                                            "Content-Length: 2",
                                            "",
                                            "{}early"))
                            .readTo("\r\n\r\n");
            assertThat(head)
                    .startsWith("HTTP/1.1 101 UPGRADED\r\n")
                    .contains("Connection: Upgrade", "Upgrade: tcp")
                    .contains("Content-Type: application/vnd.docker.multiplexed-stream");
            assertThat(client.readTo("early")).isEqualTo("early");
            client.send("late").endOutput();
            assertThat(client.readAll()).isEqualTo("latebye");
        }
    }

    @Test
    void anOldClientGetsTheConnectionWithoutAskingForIt() {
        try (RawClient client = RawClient.connect(socket)) {
            String head =
                    client.send("POST /v1.41/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                            .readTo("\r\n\r\n");
            assertThat(head)
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("Content-Type: application/vnd.docker.raw-stream")
                    .doesNotContain("chunked");
            client.send("hello").endOutput();
            assertThat(client.readAll()).isEqualTo("hellobye");
        }
    }
}
