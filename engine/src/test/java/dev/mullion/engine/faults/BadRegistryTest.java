package dev.mullion.engine.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.mullion.docker.testing.RegistryProxy;
import dev.mullion.docker.testing.TestRegistry;
import dev.mullion.engine.faults.Api.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A registry that breaks off, lies or stands still: it is said, and nothing of it stays. */
@Timeout(180)
class BadRegistryTest {

    private static final int BALLAST = 3 << 20;
    private static final String TOOL = "team/tool:1";
    private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
    private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

    private Host host;
    private TestRegistry registry;
    private RegistryProxy proxy;

    @BeforeEach
    void start() {
        host = Host.start(256 << 20);
        registry = TestRegistry.start(host.engine);
        registry.publishImage(TOOL, BALLAST);
        proxy = RegistryProxy.before(registry);
    }

    @AfterEach
    void stop() {
        proxy.close();
        registry.close();
        host.close();
    }

    private Reply pull(String name) throws IOException {
        int colon = name.lastIndexOf(':');
        return host.api.post(
                "/images/create?fromImage=%s&tag=%s"
                        .formatted(name.substring(0, colon), name.substring(colon + 1)),
                "");
    }

    private void assertNothingCameOf(String name) throws IOException {
        assertThat(host.api.get("/images/" + name + "/json").status()).isEqualTo(404);
        assertThat(host.api.post("/images/prune", "").status()).isEqualTo(200);
        host.nothingElse();
    }

    @Test
    void pullThatIsCutOffSaysSoAndTheNextOneIsWhole() throws IOException {
        String name = proxy.reference(TOOL);
        proxy.cutAfter(0);
        Reply refused = pull(name);
        assertThat(refused.body()).contains("message");
        assertThat(refused.status()).isEqualTo(500);

        proxy.cutAfter(200_000);
        Reply cut = pull(name);

        if (cut.body().contains("errorDetail")) {
            assertNothingCameOf(name);
            proxy.release();
            assertThat(pull(name).body()).doesNotContain("errorDetail");
        } // else each attempt got on from where the last one was cut: as good
        assertThat(host.engine.docker("run", "--rm", name, "sh", "-c", "wc -c < /ballast"))
                .isEqualTo(Integer.toString(BALLAST));
    }

    @Test
    void layerThatIsNotWhatItsDigestSaysIsRefused() throws IOException {
        String name = proxy.reference(TOOL);
        proxy.corruptAfter(200_000);

        Reply reply = pull(name);

        assertThat(reply.body()).contains("errorDetail").containsIgnoringCase("digest");
        assertNothingCameOf(name);
        proxy.release();
        assertThat(pull(name).body()).doesNotContain("errorDetail");
    }

    @Test
    void whoLeavesAPullThatStandsStillLeavesNothing() throws Exception {
        String name = proxy.reference(TOOL);
        proxy.holdAfter(200_000);
        try (SocketChannel client =
                SocketChannel.open(UnixDomainSocketAddress.of(host.engine.socket()))) {
            client.write(
                    UTF_8.encode(
                            "POST /images/create?tag=1&fromImage=%s HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
                                    .formatted(name.substring(0, name.lastIndexOf(':')))));
            proxy.awaitHold(Duration.ofSeconds(20));
        }
        proxy.release();

        assertNothingCameOf(name);
        assertThat(pull(name).body()).doesNotContain("errorDetail");
    }

    @Test
    void layerThatIsLongerThanItsManifestSaysIsRefused() throws IOException {
        byte[] layer = new byte[100_000];
        try (Fake fake = new Fake(host)) {
            String config = fake.blob(config(1));
            String digest = fake.blob(layer);
            fake.manifest(manifest(config, config(1).length, "\"%s\"", digest, 1, 50_000));

            Reply reply = pull(fake.name());

            assertThat(reply.body()).contains("errorDetail");
            assertNothingCameOf(fake.name());
        }
    }

    @Test
    void manifestOfTenThousandLayersIsRefusedBeforeOneIsFetched() throws IOException {
        try (Fake fake = new Fake(host)) {
            byte[] config = config(10_000);
            String digest = fake.blob(new byte[1000]);
            fake.manifest(
                    manifest(fake.blob(config), config.length, "\"%s\"", digest, 10_000, 1000));

            Reply reply = pull(fake.name());

            assertThat(reply.body()).contains("max depth exceeded").contains("10000");
            assertThat(fake.asked).doesNotContainKey(digest);
            assertNothingCameOf(fake.name());
        }
    }

    private static byte[] config(int layers) {
        String ids =
                IntStream.range(0, layers)
                        .mapToObj(i -> "\"sha256:" + hex(Integer.toString(i).getBytes(UTF_8)) + '"')
                        .collect(Collectors.joining(","));
        return "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[%s]}}"
                .formatted(ids)
                .getBytes(UTF_8);
    }

    private static byte[] manifest(
            String config, int length, String quoted, String layer, int layers, int size) {
        String entry =
                "{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\",\"digest\":%s,\"size\":%d}"
                        .formatted(quoted.formatted(layer), size);
        return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d},\"layers\":[%s]}"
                .formatted(
                        MANIFEST_TYPE,
                        CONFIG_TYPE,
                        config,
                        length,
                        String.join(",", Collections.nCopies(layers, entry)))
                .getBytes(UTF_8);
    }

    private static String hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A registry in the engine's network that says what it is told to. */
    private static final class Fake implements AutoCloseable {

        final Map<String, Integer> asked = new ConcurrentHashMap<>();
        private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
        private final HttpServer server;
        private volatile byte[] manifest = new byte[0];

        Fake(Host host) {
            server = host.engine.onNetwork(Fake::open);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext(
                    "/v2/",
                    exchange -> {
                        String path = exchange.getRequestURI().getPath();
                        String last = path.substring(path.lastIndexOf('/') + 1);
                        asked.merge(last, 1, Integer::sum);
                        byte[] body = path.contains("/manifests/") ? manifest : blobs.get(last);
                        if (path.contains("/manifests/")) {
                            exchange.getResponseHeaders().set("Content-Type", MANIFEST_TYPE);
                        }
                        boolean head = exchange.getRequestMethod().equals("HEAD");
                        exchange.sendResponseHeaders(
                                body == null && !path.equals("/v2/") ? 404 : 200,
                                head || body == null ? -1 : body.length);
                        if (body != null && !head) {
                            exchange.getResponseBody().write(body);
                        }
                        exchange.close();
                    });
            server.start();
        }

        private static HttpServer open() {
            try {
                return HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String blob(byte[] content) {
            String digest = "sha256:" + hex(content);
            blobs.put(digest, content);
            return digest;
        }

        void manifest(byte[] content) {
            manifest = content;
        }

        String name() {
            return "127.0.0.1:" + server.getAddress().getPort() + "/bad/image:1";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
