package dev.mullion.engine.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mullion.docker.HostAddress;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.EngineEvent;
import dev.mullion.docker.client.AttachOptions;
import dev.mullion.docker.client.ClientSettings;
import dev.mullion.docker.client.DockerClient;
import dev.mullion.docker.client.DockerStream;
import dev.mullion.docker.client.EngineUnreachableException;
import dev.mullion.docker.client.EventQuery;
import dev.mullion.docker.client.HijackedConnection;
import dev.mullion.docker.client.LogFrame;
import dev.mullion.docker.client.TlsMaterial;
import dev.mullion.docker.testing.Programs;
import dev.mullion.docker.testing.TestCertificates;
import dev.mullion.engine.event.Events;
import dev.mullion.engine.http.ApiServer;
import dev.mullion.engine.http.Call;
import dev.mullion.engine.http.Hijacked;
import dev.mullion.engine.http.ServerLimits;
import dev.mullion.engine.linux.LinuxMachine;
import dev.mullion.engine.runtime.NetworkDefaults;
import dev.mullion.engine.runtime.RuntimeFacts;
import dev.mullion.engine.settings.EngineSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SystemRoutesTest {

    private static final String ID = "ab".repeat(32);

    @TempDir Path folder;

    private final Events events = new Events(Clock.systemUTC());
    private ApiServer server;
    private Path socket;
    private TestCertificates certificates;

    @BeforeEach
    void start() throws Exception {
        socket = folder.resolve("engine.sock");
        certificates = new TestCertificates(folder);
        certificates.authority("ca");
        certificates.certificate("ca", "server", "subjectAltName=IP:127.0.0.1");
        certificates.certificate("ca", "client", "extendedKeyUsage=clientAuth");
        certificates.certificate("ca", "other-server", "extendedKeyUsage=serverAuth");
        certificates.authority("strange");
        certificates.certificate("strange", "stranger", "extendedKeyUsage=clientAuth");
        server = new ApiServer("1.2.3", "linux", ServerLimits.DEFAULT);
        server.routes()
                .get("/containers/{id}/json", call -> call.json(200, details()))
                .post("/containers/{id}/attach", SystemRoutesTest::echo);
        routes().addTo(server.routes());
        server.listen(socket, null);
        server.listen("127.0.0.1", 0, material("ca", "server"));
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private SystemRoutes routes() throws Exception {
        EngineSettings settings =
                EngineSettings.of(
                        List.of(
                                "--data",
                                folder.toString(),
                                "--insecure-registry",
                                "127.0.0.1:5000"));
        RuntimeFacts runtime =
                new RuntimeFacts(
                        "crun",
                        "1.8.1",
                        "linux",
                        Set.of(Isolation.PROCESS),
                        Isolation.PROCESS,
                        null,
                        false,
                        "1",
                        List.of("name=seccomp,profile=builtin"),
                        List.of("WARNING: the swap is small"));
        return new SystemRoutes(
                new EngineFacts(
                        "engine-id",
                        "1.2.3",
                        settings,
                        LinuxMachine.here(),
                        runtime,
                        "overlay2",
                        new NetworkDefaults("bridge", true, true, true)),
                () -> new Counts(3, 1, 2, 7),
                List::of,
                new DiskUses(() -> 4711L, List::of, List::of, List::of),
                events,
                Clock.systemUTC());
    }

    private static Map<String, Object> details() {
        return Map.of(
                "Id", ID,
                "Name", "/box",
                "State", Map.of("Status", "running", "Running", true, "ExitCode", 0),
                "Config", Map.of("OpenStdin", true, "Tty", false),
                "HostConfig", Map.of());
    }

    /** Sends back what comes, in frames; tells when the client has ended its half. */
    private static void echo(Call call) throws IOException {
        try (Hijacked client = call.hijack(true)) {
            ByteBuffer buffer = ByteBuffer.allocate(32 << 10);
            while (client.read(buffer.clear()) >= 0) {
                client.write(frame(buffer.flip()));
            }
            client.write(frame(ByteBuffer.wrap("done\n".getBytes(UTF_8))));
        }
    }

    private static ByteBuffer frame(ByteBuffer bytes) {
        return ByteBuffer.allocate(8 + bytes.remaining())
                .put(new byte[] {1, 0, 0, 0})
                .putInt(bytes.remaining())
                .put(bytes)
                .flip();
    }

    private TlsMaterial material(String authority, String name) {
        try {
            return TlsMaterial.read(
                    folder.resolve(authority + ".pem"),
                    folder.resolve(name + ".pem"),
                    folder.resolve(name + ".key"));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private DockerClient overUnix() {
        return DockerClient.open(HostAddress.of("unix://" + socket), ClientSettings.defaults());
    }

    private DockerClient overTls(String authority, String name) {
        return DockerClient.open(
                HostAddress.of("https://127.0.0.1:" + server.port()),
                ClientSettings.defaults().withTls(material(authority, name)));
    }

    private String docker(String... words) {
        List<String> command = new ArrayList<>(List.of("docker", "-H", "unix://" + socket));
        command.set(0, Programs.find("docker"));
        command.addAll(List.of(words));
        return Programs.run(Map.of("HOME", folder.toString()), command, Duration.ofSeconds(60));
    }

    @Test
    void dockersOwnProgramUnderstandsVersionInfoAndDiskUsage() {
        assertThat(docker("version"))
                .contains("Server: Mullion", "1.47 (minimum version 1.24)", "crun", "1.8.1");
        assertThat(docker("info"))
                .contains("Containers: 6", "Running: 3", "Paused: 1", "Stopped: 2", "Images: 7")
                .contains("Server Version: 1.2.3", "Swarm: inactive", "Kernel Version:")
                .contains("127.0.0.1:5000", "Live Restore Enabled: true");
        assertThat(docker("system", "df")).contains("Images", "Build Cache");
        assertThat(docker("plugin", "ls")).contains("ID");
    }

    @Test
    void dockersOwnProgramGetsPastEventsByItsFilters() {
        events.publish("container", "start", ID, Map.of("name", "box", "image", "busybox:1"));
        events.publish("container", "exec_create: sh", ID, Map.of("name", "box"));
        events.publish("network", "connect", "n1", Map.of("name", "bridge"));
        Instant soon = Instant.now().plusSeconds(1);
        String until = String.valueOf(soon.getEpochSecond());
        assertThat(docker("events", "--since", "1", "--until", until))
                .contains("container start", "exec_create: sh", "network connect");
        assertThat(docker("events", "--until", until, "--filter", "event=exec_create"))
                .contains("exec_create: sh")
                .doesNotContain("start", "network");
        assertThat(docker("events", "--until", until, "--filter", "image=busybox"))
                .contains("container start")
                .doesNotContain("network", "exec_create");
    }

    @Test
    void eventsComeAsTheyHappenAndEndAtTheMomentAsked() {
        try (DockerClient client = overUnix()) {
            Instant end = Instant.now().plusSeconds(2);
            try (DockerStream<EngineEvent> stream =
                    client.events(EventQuery.fromNow().endingAt(end).with("type", "container"))) {
                events.publish("image", "pull", "busybox:1", Map.of());
                events.publish("container", "die", ID, Map.of("exitCode", "0"));
                assertThat(stream.next().action()).isEqualTo("die");
                assertThat(stream.hasNext()).isFalse();
                assertThat(Instant.now()).isAfterOrEqualTo(end);
            }
        }
    }

    @Test
    void aHijackedConnectionHalfClosesOverUnixAndOverTls() {
        try (DockerClient unix = overUnix();
                DockerClient tls = overTls("ca", "client")) {
            for (DockerClient client : List.of(unix, tls)) {
                byte[] sent = "0123456789abcdef".repeat(100_000).getBytes(UTF_8);
                assertThat(echoed(client, sent)).isEqualTo(new String(sent, UTF_8) + "done\n");
            }
        }
    }

    private static String echoed(DockerClient client, byte[] sent) {
        try (HijackedConnection connection =
                client.containers().attach(ID, AttachOptions.everything())) {
            Thread writer =
                    Thread.ofVirtual()
                            .start(() -> {
                                connection.write(sent);
                                connection.closeStdin();
                            });
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            DockerStream<LogFrame> output = connection.output();
            while (output.hasNext()) {
                all.writeBytes(output.next().bytes());
            }
            assertThat(writer.isAlive()).isFalse();
            return all.toString(UTF_8);
        }
    }

    @Test
    void tcpIsOnlyForThoseWithACertificateOfTheAuthority() {
        try (DockerClient friend = overTls("ca", "client")) {
            assertThat(friend.version().version()).isEqualTo("1.2.3");
        }
        for (String[] wrong : new String[][] {{"ca", "stranger"}, {"ca", "other-server"}}) {
            try (DockerClient stranger = overTls(wrong[0], wrong[1])) {
                assertThatExceptionOfType(EngineUnreachableException.class)
                        .isThrownBy(stranger::ping);
            }
        }
    }

    @Test
    void whatThisEngineLacksIsAnsweredSoThatClientsUnderstand() {
        assertThat(refusal("swarm", "leave")).contains("This node is not part of a swarm");
        for (String[] words :
                new String[][] {{"service", "ls"}, {"node", "ls"}, {"secret", "ls"}}) {
            assertThat(refusal(words)).contains("This node is not a swarm manager. Use");
        }
        assertThat(refusal("swarm", "init")).contains("forms no swarms");
        assertThat(refusal("commit", "box")).contains("doesn't make images of containers yet");
        assertThat(refusal("plugin", "inspect", "x")).contains("plugin \"x\" not found");
    }

    private String refusal(String... words) {
        List<String> command = new ArrayList<>(List.of(Programs.find("docker")));
        command.addAll(List.of("-H", "unix://" + socket));
        command.addAll(List.of(words));
        var outcome =
                Programs.attempt(
                        Map.of("HOME", folder.toString()), command, Duration.ofSeconds(60));
        assertThat(outcome.exitCode()).isNotZero();
        return outcome.errors();
    }
}
