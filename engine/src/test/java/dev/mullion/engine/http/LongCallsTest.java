package dev.mullion.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.HostAddress;
import dev.mullion.docker.client.AttachOptions;
import dev.mullion.docker.client.ClientSettings;
import dev.mullion.docker.client.DockerClient;
import dev.mullion.docker.client.HijackedConnection;
import dev.mullion.docker.client.TlsMaterial;
import dev.mullion.docker.testing.TestCertificates;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the time limits for requests must leave alone. */
@Timeout(60)
class LongCallsTest {

    private static final String ID = "ab".repeat(32);
    private static final ServerLimits SHORT =
            new ServerLimits(
                    4096,
                    20,
                    4096,
                    10,
                    10,
                    Duration.ofMillis(2500),
                    Duration.ofMillis(1000),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(1));

    @TempDir Path folder;

    @Test
    void handedOverConnectionsMayBeSilentForLongerThanAllLimits() throws Exception {
        TestCertificates certificates = new TestCertificates(folder);
        certificates.authority("ca");
        certificates.certificate("ca", "both", "subjectAltName=IP:127.0.0.1");
        TlsMaterial tls =
                TlsMaterial.read(
                        folder.resolve("ca.pem"),
                        folder.resolve("both.pem"),
                        folder.resolve("both.key"));
        Path socket = folder.resolve("engine.sock");
        try (ApiServer server = new ApiServer("1", "linux", SHORT)) {
            server.routes()
                    .get("/_ping", call -> call.text(200, "OK"))
                    .get("/containers/{id}/json", call -> call.json(200, details()))
                    .post("/containers/{id}/attach", LongCallsTest::echo);
            server.listen(socket, null);
            server.listen("127.0.0.1", 0, tls);
            server.start();
            ClientSettings settings = ClientSettings.defaults().withTls(tls);
            for (String address :
                    List.of("unix://" + socket, "https://127.0.0.1:" + server.port())) {
                try (DockerClient client = DockerClient.open(HostAddress.of(address), settings);
                        HijackedConnection connection =
                                client.containers().attach(ID, AttachOptions.everything())) {
                    assertThat(new CountDownLatch(1).await(5, TimeUnit.SECONDS)).isFalse();
                    connection.write("still here".getBytes(UTF_8));
                    assertThat(connection.output().next().bytes())
                            .isEqualTo("still here".getBytes(UTF_8));
                }
            }
        }
    }

    private static Map<String, Object> details() {
        return Map.of("Id", ID, "State", Map.of("Running", true), "Config", Map.of("Tty", true));
    }

    private static void echo(Call call) throws IOException {
        try (Hijacked client = call.hijack(false)) {
            ByteBuffer buffer = ByteBuffer.allocate(8192);
            while (client.read(buffer.clear()) >= 0) {
                client.write(buffer.flip());
            }
        }
    }
}
