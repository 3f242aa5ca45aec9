package dev.mullion.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mullion.docker.HostAddress;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.admission.AdmittedRequest;
import dev.mullion.docker.admission.SignedAdmission;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.client.ClientSettings;
import dev.mullion.docker.client.DockerClient;
import dev.mullion.docker.client.EngineRefusedException;
import dev.mullion.docker.client.RequestSigner;
import dev.mullion.engine.http.ApiServer;
import dev.mullion.engine.http.ServerLimits;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortalGateTest {

    private static final String ENGINE = "5c2f8a30-0000-4000-8000-000000000001";
    private static final String WEB = "0123456789abcdef".repeat(4);

    @TempDir Path folder;

    private final List<String> done = new ArrayList<>();
    private final KeyPair portal = keys();
    private Instant now = Instant.parse("2030-06-01T12:00:00Z");
    private ApiServer server;
    private DockerClient client;

    @BeforeEach
    void start() throws IOException {
        var socket = folder.resolve("engine.sock");
        server = new ApiServer("1", "windows", ServerLimits.DEFAULT);
        server.routes()
                .get("/_ping", call -> call.text(200, "OK"))
                .get("/containers/{id}/json", call -> done("inspect"))
                .post("/images/create", call -> done("pull"));
        for (var path :
                List.of(
                        "/containers/create",
                        "/containers/prune",
                        "/exec/{id}/start",
                        "/exec/{id}/resize",
                        "/networks/{id}/connect",
                        "/networks/create",
                        "/invented")) {
            server.routes()
                    .post(
                            path,
                            call -> {
                                done(path);
                                call.json(201, Map.of("Id", WEB, "Warnings", List.of()));
                            });
        }
        for (var verb :
                List.of(
                        "start",
                        "stop",
                        "restart",
                        "unpause",
                        "pause",
                        "kill",
                        "rename",
                        "exec",
                        "update",
                        "wait",
                        "invented")) {
            server.routes().post("/containers/{id}/" + verb, call -> done(verb));
        }
        server.guard(gate(portal.getPublic()));
        server.listen(socket, null);
        server.start();
        client = DockerClient.open(HostAddress.of("unix://" + socket), ClientSettings.defaults());
    }

    private void done(String what) {
        done.add(what);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private PortalGate gate(PublicKey... keys) throws IOException {
        return PortalGate.open(
                file(keys),
                ENGINE,
                id -> id.equals("process") ? Isolation.PROCESS : Isolation.HYPERV,
                Isolation.PROCESS,
                new Clock() {
                    @Override
                    public ZoneId getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        return this;
                    }

                    @Override
                    public Instant instant() {
                        return now;
                    }
                });
    }

    private Path file(PublicKey... keys) throws IOException {
        var text = new StringBuilder("keys of two portals\n");
        for (var key : keys) {
            text.append("-----BEGIN PUBLIC KEY-----\n")
                    .append(Base64.getMimeEncoder().encodeToString(key.getEncoded()))
                    .append("\n-----END PUBLIC KEY-----\n");
        }
        return Files.writeString(Files.createTempFile(folder, "keys", ".pem"), text);
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private RequestSigner signer(Isolation isolation) {
        return signer(portal, ENGINE, isolation, now.plus(SignedAdmission.LIFETIME));
    }

    private static RequestSigner signer(
            KeyPair by, String engine, Isolation isolation, Instant expires) {
        return (method, target, body) -> {
            try {
                return Map.of(
                        SignedAdmission.HEADER,
                        SignedAdmission.sign(
                                        by.getPrivate(),
                                        AdmittedRequest.of(engine, method, target, body),
                                        isolation,
                                        expires,
                                        UUID.randomUUID().toString().replace("-", "").substring(10))
                                .toString());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static CreateContainer request(Isolation isolation) {
        return CreateContainer.of(
                ContainerConfig.builder("x").build(),
                HostConfig.builder().isolation(isolation).build());
    }

    private static EngineRefusedException refusal(ThrowingCallable call) {
        var refusal = catchThrowableOfType(EngineRefusedException.class, call);
        assertThat(refusal).isNotNull();
        return refusal;
    }

    @Test
    void whatIsNotAdmittedIsNotDone() {
        var containers = client.containers();
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(
                        () -> containers.create("web", request(Isolation.HYPERV)),
                        () -> containers.start(WEB),
                        () -> containers.restart(WEB, Duration.ZERO),
                        () -> containers.unpause(WEB))) {
            assertThat(refusal(call).status()).isEqualTo(403);
            assertThat(refusal(call).engineMessage()).contains("through the portal");
        }
        assertThat(done).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/containers/x/exec",
                "/containers/x/update",
                "/containers/stop/start",
                "/containers/%78/start",
                "/v1.40/containers/x/start",
                "/containers/x/invented",
                "/exec/x/start",
                "/networks/x/connect",
                "/invented",
            })
    void noOtherWayLeadsPast(String path) throws Exception {
        assertThat(post(path)).contains(" 403 ");
        assertThat(done).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/containers/x/stop",
                "/containers/x/kill",
                "/containers/x/pause",
                "/containers/x/rename",
                "/containers/x/wait",
                "/containers/prune",
                "/exec/x/resize",
                "/networks/create",
                "/images/create",
            })
    void whatMakesNothingRunIsFree(String path) throws Exception {
        assertThat(post(path)).containsPattern(" 20[01] ");
        assertThat(done).hasSize(1);
    }

    private String post(String path) throws IOException {
        try (var channel =
                SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("engine.sock")))) {
            channel.write(
                    ByteBuffer.wrap(
                            ("POST "
                                            + path
                                            + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n"
                                            + "Connection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII)));
            return new String(
                    Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void whatIsAdmittedIsDoneOnce() {
        var seen = new ArrayList<Map<String, String>>();
        RequestSigner remembered =
                (method, target, body) -> {
                    seen.add(signer(Isolation.HYPERV).headers(method, target, body));
                    return seen.getLast();
                };
        client.containers().admittedBy(remembered).create("a-1", request(Isolation.HYPERV));
        client.containers().admittedBy(signer(Isolation.HYPERV)).start(WEB);
        assertThat(done).containsExactly("/containers/create", "start");

        RequestSigner again = (_, _, _) -> seen.getFirst();
        var replay =
                refusal(() ->
                        client.containers()
                                .admittedBy(again)
                                .create("a-1", request(Isolation.HYPERV)));
        assertThat(replay.status()).isEqualTo(401);
        assertThat(replay.engineMessage()).contains("used already");
    }

    @Test
    void anAdmissionIsGoodForItsOwnRequestOnly() {
        RequestSigner forAnother =
                (method, target, body) ->
                        signer(Isolation.HYPERV).headers(method, target + "x", body);
        RequestSigner forAnotherBody =
                (method, target, _) ->
                        signer(Isolation.HYPERV).headers(method, target, new byte[] {1});
        var expires = now.plus(SignedAdmission.LIFETIME);
        for (var signer :
                List.of(
                        forAnother,
                        forAnotherBody,
                        signer(keys(), ENGINE, Isolation.HYPERV, expires),
                        signer(portal, "another engine", Isolation.HYPERV, expires),
                        (RequestSigner)
                                (_, _, _) -> Map.of(SignedAdmission.HEADER, "v1 let me in"))) {
            assertThat(
                            refusal(() ->
                                            client.containers()
                                                    .admittedBy(signer)
                                                    .create("a", request(Isolation.HYPERV)))
                                    .status())
                    .isEqualTo(403);
        }
        assertThat(done).isEmpty();
    }

    @Test
    void theIsolationThatWasAdmittedIsTheOneThatIsThere() {
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(
                        () ->
                                client.containers()
                                        .admittedBy(signer(Isolation.HYPERV))
                                        .create("a", request(Isolation.PROCESS)),
                        () ->
                                client.containers()
                                        .admittedBy(signer(Isolation.HYPERV))
                                        .create("a", request(Isolation.DEFAULT)),
                        () ->
                                client.containers()
                                        .admittedBy(signer(Isolation.HYPERV))
                                        .start("process"))) {
            assertThat(refusal(call).engineMessage())
                    .contains("admitted hyperv isolation, and the container has process");
        }
        client.containers()
                .admittedBy(signer(Isolation.PROCESS))
                .create("a", request(Isolation.DEFAULT));
    }

    @Test
    void anAdmissionIsGoodForAShortTimeOnly() {
        var opened = now;
        for (var expires :
                List.of(
                        opened,
                        opened.minusSeconds(1),
                        opened.plusSeconds(61),
                        // signed before the engine that would have to remember it
                        opened.plusSeconds(29))) {
            assertThat(
                            refusal(() ->
                                            client.containers()
                                                    .admittedBy(
                                                            signer(
                                                                    portal,
                                                                    ENGINE,
                                                                    Isolation.HYPERV,
                                                                    expires))
                                                    .start(WEB))
                                    .status())
                    .as("%s", expires)
                    .isEqualTo(401);
        }
        assertThat(done).isEmpty();
        var signer = signer(Isolation.HYPERV);
        now = now.plusSeconds(29);
        client.containers().admittedBy(signer).start(WEB);
        assertThat(done).containsExactly("start");
    }

    @Test
    void anyOfSeveralPortalsMayAdmitAndAFileWithoutAKeyIsNone() throws Exception {
        var other = keys();
        server.guard(gate(other.getPublic(), portal.getPublic()));
        client.containers().admittedBy(signer(Isolation.HYPERV)).start(WEB);
        client.containers()
                .admittedBy(
                        signer(other, ENGINE, Isolation.HYPERV, now.plus(SignedAdmission.LIFETIME)))
                .start(WEB);
        assertThat(done).hasSize(2);

        assertThatThrownBy(this::gate).hasMessageContaining("admission-key.pub");
        var ofAnotherKind = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic();
        assertThatThrownBy(() -> gate(ofAnotherKind)).hasMessageContaining("Ed25519");
    }
}
