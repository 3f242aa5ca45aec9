package dev.mullion.tests.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.tests.browser.Browser;
import dev.mullion.tests.browser.Doorway;
import dev.mullion.tests.browser.PictureOnFailure;
import dev.mullion.tests.portal.PortalApi;
import dev.mullion.tests.portal.PortalProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A new portal, from nothing to the first signed-in person. The order is the story's. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class FirstStartTest {

    private final PortalProcess portal = PortalProcess.start();
    private final Browser browser = Browser.open(portal.address());
    private final Doorway doorway = new Doorway(browser);
    private final HttpClient http = HttpClient.newHttpClient();

    @RegisterExtension
    private final PictureOnFailure pictures = new PictureOnFailure(() -> browser);

    @AfterAll
    void close() {
        browser.close();
        portal.close();
    }

    @Test
    @Order(1)
    void beforeSetUpNothingAnswersButTheSetUpPageAndTheHealthProbe() throws Exception {
        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(get("/setup").statusCode()).isEqualTo(200);
        assertThat(get("/").headers().firstValue("Location")).hasValueSatisfying(ends("/setup"));
        for (String path :
                new String[] {
                    "/hosts",
                    "/containers",
                    "/profile",
                    "/actuator",
                    "/v3/api-docs",
                    "/error",
                    "/h2-console",
                    "/logout",
                    "/setup/../hosts",
                    "/nothing"
                }) {
            assertThat(get(path).statusCode()).as(path).isIn(401, 403, 404, 503);
        }
        PortalApi nobody = PortalApi.anonymous(portal.address());
        for (String path : new String[] {"/hosts", "/containers", "/images", "/openapi"}) {
            assertThat(nobody.get(path).problem(503).path("detail").asString())
                    .as(path)
                    .contains("/setup");
        }
        HttpRequest post =
                HttpRequest.newBuilder(at("/login"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("username=admin&password=admin"))
                        .build();
        assertThat(http.send(post, BodyHandlers.ofString()).statusCode()).isIn(401, 403, 503);
    }

    @Test
    @Order(2)
    void wrongSecretMakesNoAdministrator() {
        browser.go("/");
        browser.awaitPath("/setup");
        browser.type("setup-secret", "not-the-secret");
        browser.type("setup-username", "mallory");
        browser.type("setup-password", Doorway.PASSWORD);
        browser.type("setup-password-again", Doorway.PASSWORD);
        browser.click("setup-submit");
        browser.awaitText("secret");
        assertThat(browser.path()).isEqualTo("/setup");
        assertThat(portal.setupSecretFile()).exists();
    }

    @Test
    @Order(3)
    void secretMakesTheAdministratorWhoSignsIn() {
        browser.screenshot("setup");
        doorway.setUp(portal);
        browser.screenshot("login");
        assertThat(portal.setupSecretFile()).doesNotExist();
        doorway.signIn();
        assertThat(browser.consoleErrors()).isEmpty();
    }

    @Test
    @Order(4)
    void afterSetUpItNeverOpensAgain() throws Exception {
        try (Browser other = Browser.open(portal.address())) {
            other.go("/setup");
            other.awaitPath("/login");
        }
        assertThat(PortalApi.anonymous(portal.address()).get("/hosts").problem(401)).isNotEmpty();
        assertThat(get("/containers").headers().firstValue("Location"))
                .hasValueSatisfying(ends("/login"));
    }

    @Test
    @Order(5)
    void tokenIsShownOnceAndOpensTheApi() {
        String token = doorway.makeToken("first token");
        PortalApi api = PortalApi.withToken(portal.address(), token);
        assertThat(api.get("/hosts").json().path("total").asInt()).isZero();
        browser.go("/profile");
        browser.awaitText("first token");
        assertThat(browser.visibleText()).doesNotContain(token);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString());
    }

    private URI at(String path) {
        return URI.create(portal.address() + path);
    }

    private static java.util.function.Consumer<String> ends(String end) {
        return location -> assertThat(location).endsWith(end);
    }
}
