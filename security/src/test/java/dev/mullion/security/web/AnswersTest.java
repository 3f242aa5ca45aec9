package dev.mullion.security.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.security.Caller;
import dev.mullion.security.Callers;
import dev.mullion.security.Door;
import dev.mullion.security.SecurityProperties;
import dev.mullion.security.TestPortal;
import dev.mullion.security.Visitor;
import dev.mullion.security.account.Accounts;
import dev.mullion.security.account.SetupService;
import dev.mullion.security.token.TokenService;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(classes = TestPortal.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
class AnswersTest {

    private static final String PASSWORD = "four unrelated words here";

    @DynamicPropertySource
    static void data(DynamicPropertyRegistry registry) {
        TestPortal.privateData(registry);
    }

    @LocalServerPort int port;
    @Autowired SetupService setup;
    @Autowired SecurityProperties properties;
    @Autowired Accounts accounts;
    @Autowired Callers callers;
    @Autowired TokenService tokens;

    @BeforeEach
    void administratorExists() throws Exception {
        if (setup.needed()) {
            var secret = Files.readString(properties.dataDir().resolve("setup-secret"));
            setup.createAdministrator(secret, "ada", PASSWORD);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/login", "/who", "/health", "/api/v1/who", "/made-up", "/error", "/api"})
    void everyAnswerHasTheSafeHeaders(String path) throws Exception {
        try (var visitor = new Visitor(port)) {
            var headers = visitor.get(path).headers();

            assertThat(headers.allValues("Content-Security-Policy"))
                    .singleElement()
                    .asString()
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers.allValues("X-Content-Type-Options")).containsExactly("nosniff");
            assertThat(headers.allValues("X-Frame-Options")).containsExactly("DENY");
            assertThat(headers.allValues("Referrer-Policy")).containsExactly("no-referrer");
            assertThat(headers.allValues("Cross-Origin-Opener-Policy"))
                    .containsExactly("same-origin");
            assertThat(headers.allValues("Cross-Origin-Resource-Policy"))
                    .containsExactly("same-origin");
            assertThat(headers.firstValue("Permissions-Policy")).isPresent();
            assertThat(headers.firstValue("X-Request-Id").orElse("")).matches("[0-9a-f]{12}");
            assertThat(headers.firstValue("Server")).isEmpty();
            assertThat(headers.firstValue("X-Powered-By")).isEmpty();
        }
    }

    @Test
    void anErrorOfOursTellsItsIdAndNothingElse(CapturedOutput output) throws Exception {
        try (var ada = new Visitor(port)) {
            ada.signIn("ada", PASSWORD);

            var page = ada.get("/broken", "Accept", "text/html");
            var other = ada.get("/broken");

            var id = page.headers().firstValue("X-Request-Id").orElseThrow();
            assertThat(page.statusCode()).isEqualTo(500);
            assertThat(page.body())
                    .contains(id)
                    .doesNotContain(
                            "inner detail", "Exception", "at dev.mullion", "springframework");
            assertThat(other.headers().firstValue("Content-Type"))
                    .hasValue("application/problem+json");
            assertThat(other.body()).doesNotContain("inner detail", "Exception");
            assertThat(output.getAll()).contains("Request " + id, "inner detail");
        }
    }

    @Test
    void whatDoesNotExistIsNotFoundAndNotEchoed() throws Exception {
        try (var ada = new Visitor(port)) {
            ada.signIn("ada", PASSWORD);

            var answer = ada.get("/%3Cscript%3Ealert(1)%3C/script%3E", "Accept", "text/html");

            assertThat(answer.statusCode()).isBetween(400, 404);
            assertThat(answer.body()).doesNotContain("<script>");
        }
    }

    @Test
    void aRequestIdFromOutsideIsNotTaken() throws Exception {
        try (var visitor = new Visitor(port)) {
            var answer = visitor.get("/health", "X-Request-Id", "forged");

            assertThat(answer.headers().allValues("X-Request-Id"))
                    .singleElement()
                    .isNotEqualTo("forged");
        }
    }

    @Test
    void bodiesOverTheLimitAreRefusedUnread() throws Exception {
        try (var visitor = new Visitor(port)) {
            var answer = visitor.post("/api/v1/change", "x".repeat((int) BodyLimit.MOST_BYTES + 1));

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("application/problem+json");
        }
    }

    @Test
    void bodiesThatDoNotTellTheirLengthAreBoundedToo() throws Exception {
        try (var ada = new Visitor(port);
                var client = HttpClient.newHttpClient()) {
            ada.signIn("ada", PASSWORD);
            var token = ada.get("/login").body();
            var session = ada.cookie("JSESSIONID").orElseThrow().getValue();
            var bytes = new byte[(int) BodyLimit.MOST_BYTES + 1];
            var request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/change"))
                            .header("Cookie", "JSESSIONID=" + session)
                            .header("X-CSRF-TOKEN", token)
                            .header("Content-Type", "text/plain")
                            .POST(
                                    BodyPublishers.ofInputStream(
                                            () -> new ByteArrayInputStream(bytes)))
                            .build();

            var answer = client.send(request, BodyHandlers.ofString());

            assertThat(answer.statusCode()).isBetween(400, 500);
            assertThat(answer.body()).isNotEqualTo("changed");
        }
    }

    @Test
    void afterSetUpThereIsNoWayBackToIt() throws Exception {
        assertThat(setup.needed()).isFalse();
        assertThat(properties.dataDir().resolve("setup-secret")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/", "/api/v1/nothing", "/api/v2/who"})
    void belowTheApiNothingButTheApiAnswers(String path) throws Exception {
        var ada = accounts.findByUsernameKey("ada").orElseThrow();
        var token =
                callers.runAs(
                        new Caller(ada.id(), "ada", Door.PAGE, null),
                        () -> tokens.create("test", Duration.ofDays(1)));
        try (var client = new Visitor(port)) {
            var answer = client.get(path, "Authorization", "Bearer " + token.text());

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("application/problem+json");
            assertThat(answer.body()).contains("\"instance\":\"" + path + "\"");
        }
    }
}
