package dev.mullion.engine.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.engine.faults.Api.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Who sends an engine what was made to harm it gets a refusal, and nobody else notices. */
@Timeout(120)
class HostileInputTest {

    private static final long MOST = 8 << 20;
    private static final String LAYER = "layer.tar";

    private static Host host;

    @BeforeAll
    static void start() {
        host = Host.start(256 << 20, "--max-layer=8m", "--max-layer-files=2000");
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    /** A tar in the making. */
    private interface Content {
        void write(TarArchiveOutputStream tar) throws IOException;
    }

    private static byte[] tar(Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            content.write(tar);
        }
        return bytes.toByteArray();
    }

    private static void file(TarArchiveOutputStream tar, String name, byte[] content)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static void link(TarArchiveOutputStream tar, String name, byte type, String to)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setLinkName(to);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    /** What {@code docker save} would write of an image with this one layer. */
    private static byte[] saved(byte[] layer) throws Exception {
        String diffId =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(layer));
        String config =
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:%s\"]}}"
                        .formatted(diffId);
        String manifest =
                "[{\"Config\":\"c.json\",\"RepoTags\":[\"bad:1\"],\"Layers\":[\"%s\"]}]"
                        .formatted(LAYER);
        return tar(tar -> {
            file(tar, "manifest.json", manifest.getBytes(UTF_8));
            file(tar, "c.json", config.getBytes(UTF_8));
            file(tar, LAYER, layer);
        });
    }

    /** Both ways in refuse a layer, and leave nothing of it. */
    private static void assertRefused(byte[] layer) throws Exception {
        for (byte[] sent : List.of(layer, gzip(layer))) {
            Reply reply = host.api.post("/images/create?fromSrc=-&repo=bad&tag=1", sent);
            assertThat(reply.status() >= 400 || reply.body().contains("errorDetail"))
                    .as("import: %s", reply)
                    .isTrue();
        }
        Reply reply = host.api.post("/images/load", saved(layer));
        assertThat(reply.status() >= 400 || reply.body().contains("errorDetail"))
                .as("load: %s", reply)
                .isTrue();
        assertNothingCame();
    }

    private static void assertNothingCame() throws IOException {
        int images = 0;
        for (JsonNode each : host.api.get("/images/json?all=1").json()) {
            images++;
            assertThat(each.path("RepoTags").toString()).contains(Host.BASE);
        }
        assertThat(images).isEqualTo(1);
        assertThat(host.api.post("/images/prune", "").status()).isEqualTo(200);
        Path data = new Traces(host.engine).data();
        try (var blobs = Files.list(data.resolve("blobs/sha256"))) {
            assertThat(blobs.count()).as("layer, configuration and manifest").isEqualTo(3);
        }
        try (var parts = Files.list(data.resolve("ingest"))) {
            assertThat(parts).isEmpty();
        }
        host.nothingElse();
    }

    @Test
    void archivesThatLeaveTheirRootWriteNothingOutside() throws Exception {
        Path outside = host.file(host.engine.data()).resolve("escaped");
        String far = "../".repeat(12) + host.engine.data().toString().substring(1) + "/escaped";
        assertRefused(tar(tar -> file(tar, far, new byte[] {1})));
        assertRefused(tar(tar -> file(tar, "a/../../../escaped", new byte[] {1})));
        assertRefused(
                tar(tar -> {
                    link(tar, "out", TarConstants.LF_SYMLINK, "../../../../..");
                    file(tar, "out/" + far.replace("../", ""), new byte[] {1});
                }));
        assertRefused(
                tar(tar -> link(tar, "passwd", TarConstants.LF_LINK, "../../../../etc/passwd")));

        assertThat(outside).doesNotExist();
    }

    @Test
    void bombsAreRefusedWhenTheyGrowTooLarge() throws Exception {
        byte[] zeros = new byte[(int) MOST + 1024];
        assertRefused(tar(tar -> file(tar, "zeros", zeros)));
        assertRefused(
                tar(tar -> {
                    for (int i = 0; i < 3000; i++) {
                        file(tar, "f" + i, new byte[0]);
                    }
                }));
        Reply nested =
                host.api.post(
                        "/images/load", gzip(gzip(saved(tar(tar -> file(tar, "zeros", zeros))))));
        assertThat(nested.status() >= 400 || nested.body().contains("errorDetail")).isTrue();
        assertNothingCame();
    }

    @Test
    void archivesThatAreNoneAreRefused() throws Exception {
        byte[] noise = new byte[100_000];
        new Random(3).nextBytes(noise);
        assertRefused(noise);
        byte[] whole = tar(tar -> file(tar, "f", new byte[50_000]));
        assertRefused(Arrays.copyOf(whole, 30_000));
    }

    @Test
    void hugeAndDeepJsonIsRefused() throws IOException {
        String start = "{\"Image\":\"" + Host.BASE + "\",\"Cmd\":[";
        String huge = start + "\"" + "x".repeat(8 << 20) + "\"]}";
        String deep = start + "[".repeat(100_000);
        String many = start + "\"a\",".repeat(2 << 20) + "\"a\"]}";
        for (String json : List.of(huge, deep, many)) {
            Reply reply = host.api.post("/containers/create", json);
            assertThat(reply.status()).as(reply.body()).isBetween(400, 413);
        }
        assertThat(host.api.get("/containers/json?all=1").json().isEmpty()).isTrue();
        host.nothingElse();
    }

    @Test
    void floodsOfHeadersAreRefused() throws IOException {
        try (SocketChannel client = open()) {
            send(client, "GET /_ping HTTP/1.1\r\nHost: x\r\n");
            StringBuilder flood = new StringBuilder();
            for (int i = 0; i < 5000; i++) {
                flood.append("X-").append(i).append(": ").append("y".repeat(100)).append("\r\n");
            }
            send(client, flood + "\r\n");
            ByteBuffer answer = ByteBuffer.allocate(4096);
            client.read(answer);
            assertThat(new String(answer.array(), 0, answer.position(), ISO_8859_1))
                    .contains(" 431 ");
        }
    }

    @Test
    void otherClientsAreServedWhileHundredsSayNothing() throws IOException {
        List<SocketChannel> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 500; i++) {
                SocketChannel client = open();
                slow.add(client);
                send(
                        client,
                        i % 2 == 0
                                ? "GET /_ping HT"
                                : "POST /containers/create HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
            }
            Instant before = Instant.now();
            for (int i = 0; i < 20; i++) {
                assertThat(host.api.get("/containers/json").status()).isEqualTo(200);
            }
            String id = host.run("exit 3");
            assertThat(host.ended(id).path("ExitCode").asInt()).isEqualTo(3);
            host.remove(id);
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(20));
        } finally {
            for (SocketChannel client : slow) {
                client.close();
            }
        }
    }

    private static SocketChannel open() throws IOException {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        client.connect(UnixDomainSocketAddress.of(host.engine.socket()));
        return client;
    }

    private static void send(SocketChannel client, String text) {
        ByteBuffer rest = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
        try {
            while (rest.hasRemaining()) {
                client.write(rest);
            }
        } catch (IOException e) {
            // it has heard enough
        }
    }
}
