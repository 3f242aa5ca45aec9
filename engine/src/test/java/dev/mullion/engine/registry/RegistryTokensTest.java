package dev.mullion.engine.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mullion.docker.ImageReference;
import dev.mullion.docker.client.RegistryCredentials;
import dev.mullion.engine.registry.RegistryException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens, and to whom credentials are shown. */
class RegistryTokensTest {

    private static final String MANIFEST = "GET /v2/team/tool/manifests/1";
    private static final String TYPE = "Content-Type: " + Manifest.OCI_MANIFEST + "\r\n";
    private static final RegistryCredentials ANN = new RegistryCredentials("ann", "secret", null);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    private ScriptedServer server;
    private ScriptedServer tokens;
    private RegistryClient client;

    @BeforeEach
    void open() {
        server = new ScriptedServer();
        tokens = new ScriptedServer();
        InstantSource source = now::get;
        Clock clock = source.withZone(ZoneOffset.UTC);
        client =
                new RegistryClient(
                        RegistrySettings.of(List.of(), List.of(), Path.of("/nonexistent"), Map.of())
                                .withTimes(
                                        Duration.ofMillis(500),
                                        Duration.ofMillis(1500),
                                        Duration.ofMillis(2)),
                        clock,
                        null);
        wants("tok1");
        gives("tok1", 300);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        tokens.close();
    }

    @Test
    void aTokenIsFetchedOnceAndKeptUntilItExpires() throws Exception {
        client.manifest(reference(), ANN);
        client.manifest(reference(), ANN);
        assertThat(tokens.asked("GET /token"))
                .singleElement()
                .satisfies(asked -> {
                    assertThat(asked.line())
                            .contains("service=tests", "scope=repository%3Ateam%2Ftool%3Apull")
                            .contains("account=ann");
                    assertThat(asked.header("authorization")).isEqualTo(basic("ann:secret"));
                });
        now.set(Instant.EPOCH.plusSeconds(301));
        client.manifest(reference(), ANN);
        assertThat(tokens.asked("GET /token")).hasSize(2);
        assertThat(server.asked(MANIFEST)).hasSize(4);
    }

    @Test
    void theRegistryItselfNeverSeesThePassword() throws Exception {
        client.manifest(reference(), ANN);
        assertThat(server.asked(""))
                .isNotEmpty()
                .allSatisfy(asked ->
                        assertThat(String.valueOf(asked.header("authorization")))
                                .isIn("null", "Bearer tok1"));
    }

    @Test
    void onePersonsTokenIsNobodyElses() throws Exception {
        client.manifest(reference(), ANN);
        client.manifest(reference(), null);
        client.manifest(reference(), new RegistryCredentials("ann", "other", null));
        assertThat(tokens.asked("GET /token"))
                .extracting(asked -> asked.header("authorization"))
                .containsExactly(basic("ann:secret"), null, basic("ann:other"));
    }

    @Test
    void aTokenTheRegistryDoesntTakeAnyMoreIsFetchedAnew() throws Exception {
        client.manifest(reference(), ANN);
        wants("tok2");
        gives("tok2", 300);
        client.manifest(reference(), ANN);
        assertThat(tokens.asked("GET /token")).hasSize(2);
    }

    @Test
    void anIdentityTokenIsExchangedByPost() throws Exception {
        tokens.on("POST /token", "200 OK", "", "{\"access_token\":\"tok1\"}");
        client.manifest(
                reference(), new RegistryCredentials("", "", null, "identity & more", null));
        assertThat(tokens.asked("POST /token"))
                .singleElement()
                .satisfies(asked -> {
                    assertThat(asked.body())
                            .isEqualTo(
                                    "grant_type=refresh_token&refresh_token=identity+%26+more"
                                            + "&client_id=mullion&service=tests"
                                            + "&scope=repository%3Ateam%2Ftool%3Apull");
                    assertThat(asked.header("authorization")).isNull();
                });
    }

    @Test
    void aRegistryTokenIsShownAsItIs() throws Exception {
        client.manifest(reference(), new RegistryCredentials("", "", null, null, "tok1"));
        assertThat(tokens.asked("GET")).isEmpty();
    }

    @Test
    void credentialsDontFollowToAnotherHost() throws Exception {
        try (ScriptedServer other = new ScriptedServer("127.0.0.2")) {
            other.on("GET /there", "200 OK", TYPE, "{}");
            server.on(
                    MANIFEST,
                    "307 Temporary Redirect",
                    "Location: http://127.0.0.2:" + other.port() + "/there\r\n",
                    "");
            client.manifest(reference(), new RegistryCredentials("", "", null, null, "tok1"));
            assertThat(server.asked(MANIFEST).getFirst().header("authorization"))
                    .isEqualTo("Bearer tok1");
            assertThat(other.asked("GET /there"))
                    .singleElement()
                    .satisfies(asked -> assertThat(asked.header("authorization")).isNull());
        }
    }

    @Test
    void noPasswordGoesInTheClearToAHostThatARegistryNames() {
        challenge("Bearer realm=\"http://tokens.example/token\"");
        assertThat(failed(() -> client.manifest(reference(), ANN), Kind.WRONG))
                .hasMessageContaining("http://tokens.example, which isn't among the insecure");
        for (String realm : List.of("file:///etc/passwd", "http://u@127.0.0.1/", "", "::")) {
            challenge("Bearer realm=\"" + realm + "\"");
            assertThat(failed(() -> client.manifest(reference(), ANN), Kind.WRONG))
                    .hasMessageContaining("asks for a token from what is no");
        }
    }

    @Test
    void aTokenServerThatFloodsIsLeft() {
        tokens.on(
                "GET /token",
                (request, out) -> {
                    out.write("HTTP/1.1 200 OK\r\n\r\n{\"token\":\"".getBytes(ISO_8859_1));
                    byte[] part = "x".repeat(8192).getBytes(ISO_8859_1);
                    for (int i = 0; i < 100 << 7; i++) {
                        out.write(part);
                    }
                });
        assertThat(failed(() -> client.manifest(reference(), ANN), Kind.WRONG))
                .hasMessageContaining("longer than the 262144 bytes allowed");
    }

    @Test
    void aTokenThatWouldBeTwoHeadersIsRefused() {
        tokens.on("GET /token", "200 OK", "", "{\"token\":\"a\\r\\nX: y\"}");
        assertThat(failed(() -> client.manifest(reference(), ANN), Kind.WRONG))
                .hasMessageContaining("no proper token");
    }

    @Test
    void aRefusalOfTheTokenServerIsPassedOn() {
        tokens.on(
                "GET /token",
                "401 Unauthorized",
                "",
                "{\"details\":\"incorrect username or password\"}");
        assertThat(failed(() -> client.manifest(reference(), ANN), Kind.UNAUTHORIZED))
                .hasMessage("unauthorized: incorrect username or password")
                .hasToString(
                        "dev.mullion.engine.registry.RegistryException: unauthorized: incorrect"
                                + " username or password");
    }

    @Test
    void signingInGivesTheIdentityToken() throws Exception {
        server.on("GET /v2/", this::answer);
        tokens.on("GET /token", "200 OK", "", "{\"token\":\"tok1\",\"refresh_token\":\"id\"}");
        assertThat(client.signIn(server.address(), ANN)).isEqualTo("id");
        assertThat(tokens.asked("GET /token").getFirst().line()).contains("offline_token=true");
    }

    @Test
    void headersOfClientsAreReadWhicheverWayTheyAreWritten() {
        String json = "{\"username\":\"ann\",\"password\":\"s?>ü\",\"serveraddress\":\"r:5000\"}";
        RegistryCredentials expected = new RegistryCredentials("ann", "s?>ü", "r:5000");
        byte[] bytes = json.getBytes(UTF_8);
        for (Base64.Encoder encoder :
                List.of(
                        Base64.getEncoder(),
                        Base64.getUrlEncoder(),
                        Base64.getUrlEncoder().withoutPadding())) {
            assertThat(RegistryAuthHeader.credentials(encoder.encodeToString(bytes)))
                    .contains(expected);
        }
        String auth =
                "{\"auth\":\""
                        + Base64.getEncoder().encodeToString("a:b:c".getBytes(UTF_8))
                        + "\"}";
        assertThat(
                        RegistryAuthHeader.credentials(
                                Base64.getEncoder().encodeToString(auth.getBytes(UTF_8))))
                .contains(new RegistryCredentials("a", "b:c", null));
        for (String nothing : List.of("", "%%%", "e30=", "W10=", "bnVsbA==", "eHg=")) {
            assertThat(RegistryAuthHeader.credentials(nothing)).isEmpty();
        }
        String several = "{\"r:5000\":" + json + ",\"bad\":7}";
        assertThat(
                        RegistryAuthHeader.all(
                                Base64.getEncoder().encodeToString(several.getBytes(UTF_8))))
                .isEqualTo(Map.of("r:5000", expected));
        assertThat(expected.toString()).doesNotContain("s?>ü");
    }

    private void wants(String token) {
        server.on(
                MANIFEST,
                (request, out) ->
                        out.write(
                                ("Bearer " + token).equals(request.header("authorization"))
                                        ? ScriptedServer.whole("200 OK", TYPE, "{}")
                                        : ScriptedServer.whole(
                                                "401 Unauthorized", header(realm()), "{}")));
    }

    private void answer(ScriptedServer.Request request, java.io.OutputStream out)
            throws IOException {
        out.write(
                "Bearer tok1".equals(request.header("authorization"))
                        ? ScriptedServer.whole("200 OK", "", "")
                        : ScriptedServer.whole("401 Unauthorized", header(realm()), ""));
    }

    private String realm() {
        return "Bearer realm=\"http://" + tokens.address() + "/token\",service=\"tests\"";
    }

    private static String header(String challenge) {
        return "WWW-Authenticate: " + challenge + "\r\n";
    }

    private void challenge(String challenge) {
        server.on(MANIFEST, "401 Unauthorized", header(challenge), "");
    }

    private void gives(String token, int seconds) {
        tokens.on(
                "GET /token",
                "200 OK",
                "",
                "{\"token\":\"%s\",\"expires_in\":%d}".formatted(token, seconds));
    }

    private ImageReference reference() {
        return ImageReference.of(server.address() + "/team/tool:1");
    }

    private static String basic(String both) {
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
    }

    private static RegistryException failed(ThrowingCallable action, Kind kind) {
        RegistryException failure = catchThrowableOfType(RegistryException.class, action);
        assertThat(failure).isNotNull();
        assertThat(failure.kind()).as("%s", failure).isEqualTo(kind);
        return failure;
    }
}
