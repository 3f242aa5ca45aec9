package dev.mullion.security.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.security.TestPortal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(classes = TestPortal.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class SetupGateTest {

    @DynamicPropertySource
    static void data(DynamicPropertyRegistry registry) {
        TestPortal.privateData(registry);
    }

    @LocalServerPort int port;

    @ParameterizedTest
    @CsvSource({
        "GET, /who",
        "GET, /hosts",
        "GET, /containers/x",
        "GET, /api",
        "GET, /api/v1/who",
        "GET, /api/v1/hosts",
        "GET, /api/v1/openapi",
        "POST, /api/v1/change",
        "POST, /change",
        "PUT, /api/v1/hosts",
        "DELETE, /api/v1/hosts/1",
        "OPTIONS, /api/v1/hosts",
        "GET, /api/x.css",
        "POST, /login",
        "POST, /logout",
        "POST, /setup",
        "GET, /login?error",
        "GET, /error",
        "GET, /actuator",
        "GET, /actuator/health",
        "GET, /h2-console/",
        "GET, /v3/api-docs",
        "GET, /swagger-ui.html",
        "GET, /setup/more",
        "GET, /setup;x=1/../who",
        "GET, /SETUP",
        "GET, /VAADIN/dynamic/resource/0/x",
        "GET, /VAADIN/build/../../who",
        "GET, /VAADIN/push?v-r=uidl",
        "GET, /?v-r=init&location=hosts",
        "GET, /?v-r=init&location=",
        "GET, /?v-r=init",
        "POST, /who?v-r=uidl",
        "GET, /hosts?v-r=init&location=setup",
        "POST, /api/v1/change?v-r=uidl",
        "GET, /?v-r=webcomponent-resync",
        "GET, /WEB-INF/web.xml",
        "GET, /connect/Endpoint/method",
        "GET, /made-up",
        "TRACE, /setup",
    })
    void nothingButSetUpAnswersBeforeIt(String method, String path) throws Exception {
        var answer = send(method, path);

        assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(answer.body()).doesNotContain("anonymous", "changed");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/", "/login"})
    void theAddressLeadsToSetUp(String path) throws Exception {
        var answer = send("GET", path);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).endsWith(port + "/setup"));
    }

    @Test
    void livenessAnswersAndSaysNothingElse() throws Exception {
        var answer = send("GET", "/health");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("alive\n");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void theApiSaysWhatToDo() throws Exception {
        var answer = send("GET", "/api/v1/hosts");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(answer.body()).contains("not set up yet", "/setup");
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .header("Accept", "text/html,*/*")
                            .method(method, BodyPublishers.noBody())
                            .build();
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
