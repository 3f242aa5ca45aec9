package dev.mullion.engine.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.engine.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries that lie, flood, stand still and send their clients round in circles. */
class HostileRegistryTest {

    private static final String MANIFEST = "GET /v2/team/tool/manifests/1";
    private static final String TYPE = "Content-Type: " + Manifest.OCI_MANIFEST + "\r\n";
    private static final byte[] CONTENT = "0123456789".getBytes(UTF_8);
    private static final Digest DIGEST = Hashing.sha256(CONTENT);
    private static final String BLOB = "GET /v2/team/tool/blobs/" + DIGEST;

    private ScriptedServer server;
    private RegistryClient client;

    @BeforeEach
    void open() {
        server = new ScriptedServer();
        client =
                new RegistryClient(
                        RegistrySettings.of(List.of(), List.of(), Path.of("/nonexistent"), Map.of())
                                .withTimes(
                                        Duration.ofMillis(500),
                                        Duration.ofMillis(1500),
                                        Duration.ofMillis(2)));
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void aManifestWithoutEndIsLeft() {
        server.on(MANIFEST, (request, out) -> flood(out, "HTTP/1.1 200 OK\r\n" + TYPE + "\r\n"));
        assertThat(failed(this::manifest, Kind.WRONG))
                .hasMessageContaining("longer than the 4194304 bytes allowed");
    }

    @Test
    void aHeadWithoutEndIsLeft() {
        server.on(MANIFEST, (request, out) -> flood(out, "HTTP/1.1 200 OK\r\nX: "));
        assertThat(failed(this::manifest, Kind.BROKEN)).hasMessageContaining("limit exceeded");
    }

    @Test
    void aHeadOfTooManyLinesIsLeft() {
        server.on(MANIFEST, (request, out) -> flood(out, "HTTP/1.1 200 OK\r\n", "X: y\r\n"));
        assertThat(failed(this::manifest, Kind.BROKEN)).hasMessageContaining("header count");
    }

    @Test
    void aHeadThatComesByDropsIsGivenUp() {
        server.on(
                MANIFEST,
                (request, out) -> {
                    out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(ISO_8859_1));
                    drip(out);
                });
        assertThat(failed(this::manifest, Kind.BROKEN))
                .hasMessageContaining("no answer within 1.5 s");
    }

    @Test
    void aManifestThatComesByDropsIsGivenUp() {
        server.on(
                MANIFEST,
                (request, out) -> {
                    out.write(("HTTP/1.1 200 OK\r\n" + TYPE + "\r\n").getBytes(ISO_8859_1));
                    drip(out);
                });
        assertThat(failed(this::manifest, Kind.BROKEN))
                .hasMessageContaining("no complete answer within 1.5 s");
    }

    @Test
    void aManifestThatIsntWhatItWasAskedForIsRefused() {
        Digest wanted = Hashing.sha256("other".getBytes(UTF_8));
        server.on("GET /v2/team/tool/manifests/" + wanted, "200 OK", TYPE, "{}");
        assertThat(failed(() -> client.manifest(reference().withDigest(wanted), null), Kind.WRONG))
                .hasMessageContaining("manifest verification failed for digest " + wanted);
        server.on(MANIFEST, "200 OK", TYPE + "Docker-Content-Digest: " + wanted + "\r\n", "{}");
        assertThat(failed(this::manifest, Kind.WRONG))
                .hasMessageContaining("manifest verification failed for digest " + wanted);
    }

    @Test
    void oneDocumentIsntAListAndAnImage() {
        server.on(MANIFEST, "200 OK", TYPE, "{\"mediaType\":\"" + Manifest.OCI_INDEX + "\"}");
        assertThat(failed(this::manifest, Kind.WRONG)).hasMessageContaining("calls itself");
    }

    @Test
    void roundInCirclesIsLeft() {
        server.on(MANIFEST, "307 Temporary Redirect", "Location: 1\r\n", "");
        assertThat(failed(this::manifest, Kind.WRONG))
                .hasMessageContaining("redirected more than 5 times");
        assertThat(server.asked(MANIFEST)).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://127.0.0.1/x",
                "http://u:p@127.0.0.1/",
                "http:///x",
                "jar:file:/x!/"
            })
    void nothingButHttpIsFollowed(String location) {
        server.on(MANIFEST, "302 Found", "Location: " + location + "\r\n", "");
        assertThat(failed(this::manifest, Kind.WRONG))
                .hasMessageContaining("the registry sends its client to");
    }

    @Test
    void aBlobThatIsTooLongIsLeft() {
        server.on(BLOB, (request, out) -> flood(out, "HTTP/1.1 200 OK\r\n\r\n"));
        assertThat(failed(this::download, Kind.WRONG))
                .hasMessageContaining("longer than the 10 bytes that the manifest names");
    }

    @Test
    void aBlobWhoseLengthIsntTheManifestsIsLeftBeforeItComes() {
        server.on(BLOB, "200 OK", "", "0123456789more");
        assertThat(failed(this::download, Kind.WRONG))
                .hasMessageContaining("has 14 bytes where the manifest names 10");
    }

    @Test
    void aBlobOfTheRightLengthWithOtherContentIsRefused() {
        server.on(BLOB, "200 OK", "", "012345678X");
        assertThat(failed(this::download, Kind.WRONG))
                .hasMessageStartingWith("filesystem layer verification failed for digest");
    }

    @Test
    void aLieAboutTheLengthIsABreak() {
        server.on(
                BLOB,
                (request, out) ->
                        out.write(
                                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123"
                                        .getBytes(ISO_8859_1)));
        // it goes on behind what came, but this registry always begins at the start
        assertThat(failed(this::download, Kind.BROKEN)).hasMessageContaining("(tried 5 times)");
    }

    @Test
    void aRegistryWithoutRangesIsHeardAgainFromTheStart() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        server.on(
                BLOB,
                (request, out) ->
                        out.write(
                                ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"
                                                + (calls.incrementAndGet() == 1
                                                        ? "0123"
                                                        : "0123456789"))
                                        .getBytes(ISO_8859_1)));
        assertThat(download()).isEqualTo(CONTENT);
        assertThat(server.asked(BLOB).get(1).header("range")).isEqualTo("bytes=4-");
    }

    @Test
    void anotherPartThanAskedForIsRefused() {
        server.on(
                BLOB,
                (request, out) ->
                        out.write(
                                request.header("range") == null
                                        ? "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123"
                                                .getBytes(ISO_8859_1)
                                        : ScriptedServer.whole(
                                                "206 Partial Content",
                                                "Content-Range: bytes 5-9/10\r\n",
                                                "56789")));
        assertThat(failed(this::download, Kind.WRONG)).hasMessageContaining("sent another part");
    }

    @Test
    void aBusyRegistryIsAskedAgainWhenItSaysSo() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        server.on(
                MANIFEST,
                (request, out) ->
                        out.write(
                                calls.incrementAndGet() < 3
                                        ? ScriptedServer.whole(
                                                "429 Too Many Requests", "Retry-After: 0\r\n", "")
                                        : ScriptedServer.whole("200 OK", TYPE, "{}")));
        assertThat(client.manifest(reference(), null).bytes()).isEqualTo("{}".getBytes(UTF_8));
        assertThat(calls).hasValue(3);
    }

    @Test
    void aRegistryThatAlwaysFailsIsGivenUpAndSaidSo() {
        server.on(MANIFEST, "502 Bad Gateway", "", "<html>sorry</html>");
        assertThat(failed(this::manifest, Kind.FAILED))
                .hasMessageContaining("received unexpected HTTP status: 502")
                .hasMessageEndingWith("(tried 5 times)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    403 | DENIED    | {"errors":[{"code":"DENIED","message":"requested access to the resource is denied"}]} | denied: requested access to the resource is denied
                    403 | DENIED    | {"errors":[{"code":"DENIED"}]} | denied: requested access to the resource is denied
                    404 | NOT_FOUND | {"errors":[{"code":"NAME_UNKNOWN","message":"repository name not known to registry"}]} | name unknown: repository name not known to registry
                    404 | NOT_FOUND | {"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown","detail":{"Tag":"1"}}]} | manifest unknown: manifest unknown
                    400 | REFUSED   | {"errors":[{"code":"TAG_INVALID","message":"a\\u001b[31mb\\nc"}]} | tag invalid: a�[31mb c
                    """)
    void refusalsAreSaidInDockersWords(String status, Kind kind, String body, String message) {
        server.on(
                MANIFEST,
                (request, out) -> out.write(ScriptedServer.whole(status + " x", "", body)));
        assertThat(failed(this::manifest, kind)).hasMessage(message);
    }

    @Test
    void aRefusalWithoutEndIsStillARefusal() {
        server.on(MANIFEST, (request, out) -> flood(out, "HTTP/1.1 404 Not Found\r\n\r\n"));
        assertThat(failed(this::manifest, Kind.NOT_FOUND))
                .hasMessageContaining("received unexpected HTTP status: 404");
    }

    private static ImageReference reference(ScriptedServer server) {
        return ImageReference.of(server.address() + "/team/tool:1");
    }

    private ImageReference reference() {
        return reference(server);
    }

    private void manifest() throws RegistryException {
        client.manifest(reference(), null);
    }

    private byte[] download() throws IOException {
        java.io.ByteArrayOutputStream to = new java.io.ByteArrayOutputStream();
        try (BlobDownload download =
                new BlobDownload(client, reference(), DIGEST, CONTENT.length, null)) {
            download.run(0, download.newHash(), to::write, here -> {});
        }
        return to.toByteArray();
    }

    private static RegistryException failed(ThrowingCallable action, Kind kind) {
        RegistryException failure = catchThrowableOfType(RegistryException.class, action);
        assertThat(failure).isNotNull();
        assertThat(failure.kind()).as("%s", failure).isEqualTo(kind);
        return failure;
    }

    private static void flood(OutputStream out, String start) throws IOException {
        flood(out, start, "x".repeat(8192));
    }

    private static void flood(OutputStream out, String start, String more) throws IOException {
        out.write(start.getBytes(ISO_8859_1));
        byte[] part = more.repeat(8192 / more.length()).getBytes(ISO_8859_1);
        while (true) {
            out.write(part);
        }
    }

    private static void drip(OutputStream out) throws IOException {
        while (true) {
            out.write('x');
            out.flush();
            java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
