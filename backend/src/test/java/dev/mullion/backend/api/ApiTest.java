package dev.mullion.backend.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.backend.activity.Activities;
import dev.mullion.backend.testing.H2File;
import dev.mullion.backend.testing.TestServer;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What the API promises whatever it is asked about. */
class ApiTest {

    private static H2File database;
    private static TestServer server;

    @BeforeAll
    static void start() {
        database = H2File.create();
        server = TestServer.start(database);
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    /** A route as its controller declares it. */
    private record Route(String method, String pattern) {

        String withSomeId() {
            return pattern.replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
        }
    }

    private static List<Route> routes() {
        var routes = new ArrayList<Route>();
        server.get("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> {
                    for (var pattern : mapping.getPatternValues()) {
                        mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> routes.add(new Route(method.name(), pattern)));
                    }
                });
        routes.removeIf(route -> !route.pattern().startsWith("/api/"));
        assertThat(routes).hasSizeGreaterThan(25);
        return routes;
    }

    @Test
    void aBodyThatIsTooLongIsToldSoThoughItDidNotSayHowLongItIs() throws Exception {
        var large = " ".repeat(1_100_000) + "{}";
        var body =
                HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofString(large));

        var answer =
                server.send(
                        server.request("/api/v1/hosts")
                                .header("Content-Type", "application/json")
                                .POST(body)
                                .build());

        assertThat(answer.status()).as(answer.http().body()).isEqualTo(413);
        assertThat(answer.json().path("detail").asString()).contains("1048576 bytes at most");
    }

    @Test
    void everyRouteRefusesWithoutAToken() throws Exception {
        for (var route : routes()) {
            var request =
                    HttpRequest.newBuilder(server.uri(route.withSomeId()))
                            .method(route.method(), HttpRequest.BodyPublishers.noBody())
                            .build();
            var answer = server.send(request);
            assertThat(answer.status()).as("%s", route).isEqualTo(401);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
    }

    @Test
    void everyRouteRefusesATokenThatNobodyMade() throws Exception {
        for (var route : routes()) {
            var request =
                    HttpRequest.newBuilder(server.uri(route.withSomeId()))
                            .header("Authorization", "Bearer mullion_made-up")
                            .method(route.method(), HttpRequest.BodyPublishers.noBody())
                            .build();
            assertThat(server.send(request).status()).as("%s", route).isEqualTo(401);
        }
    }

    @Test
    void everyRouteIsInTheDescription() throws Exception {
        var description = server.send("GET", "/api/v1/openapi", null);
        assertThat(description.status()).isEqualTo(200);
        assertThat(description.header("Content-Type")).startsWith("application/json");
        var described = new TreeSet<String>();
        description
                .json()
                .path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .propertyNames()
                                .forEach(method ->
                                        described.add(
                                                method.toUpperCase(java.util.Locale.ROOT)
                                                        + " "
                                                        + path.getKey())));
        var declared = new TreeSet<String>();
        routes().stream()
                .filter(route -> !route.pattern().startsWith("/api/v1/openapi"))
                .forEach(route -> declared.add(route.method() + " " + route.pattern()));
        assertThat(described).isEqualTo(declared);
    }

    @Test
    void theDescriptionAsksForABearerTokenAndSpellsValuesAsTheApiDoes() throws Exception {
        var description = server.send("GET", "/api/v1/openapi", null).json();
        var scheme = description.at("/components/securitySchemes/token");
        assertThat(scheme.path("scheme").asString()).isEqualTo("bearer");
        assertThat(description.at("/security/0/token").isArray()).isTrue();
        var activity = description.at("/components/schemas/Activity/properties");
        assertThat(activity.at("/id/type").asString()).isEqualTo("string");
        assertThat(activity.at("/state/enum").toString()).contains("\"running\"");
        assertThat(description.toString()).doesNotContain("\"RUNNING\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"activities", "containers", "hosts", "images"})
    void malformedIdsNameNothing(String kind) throws Exception {
        for (var id : List.of("x", "1-1-1-1-1", "%00", "..%2f", UUID.randomUUID() + ".zz")) {
            var answer = server.send("GET", "/api/v1/" + kind + "/" + id, null);
            assertThat(answer.status()).as(id).isIn(404, 400);
            assertThat(answer.header("Content-Type")).as(id).doesNotStartWith("application/json");
        }
        var answer = server.send("GET", "/api/v1/" + kind + "/nonsense", null);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void anUnknownActivityIsNotFoundInPlainWordsUnderTheRequestsId() throws Exception {
        var id = UUID.randomUUID();
        var answer = server.send("GET", "/api/v1/activities/" + id, null);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("asked").asString()).isEqualTo("show activity " + id);
        assertThat(answer.json().path("remedy").asString()).isNotBlank();
        assertThat(answer.json().path("requestId").asString())
                .isNotBlank()
                .isEqualTo(answer.header("X-Request-Id"));
    }

    @ParameterizedTest
    @CsvSource({
        "sort=colour, sort",
        "order=sideways, order",
        "limit=0, limit",
        "limit=1001, limit",
        "offset=-1, offset",
        "limit=many, limit"
    })
    void listsRefuseWhatTheyCannotGive(String query, String field) throws Exception {
        for (var list : List.of("hosts", "containers", "images", "activities")) {
            var answer = server.send("GET", "/api/v1/" + list + "?" + query, null);
            assertThat(answer.status()).as("%s", answer.http().body()).isEqualTo(422);
            assertThat(answer.json().path("field").asString()).isEqualTo(field);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"address":"unix:///x","adress":"y"}          | adress
                    {"address":"unix:///x","address":"unix:///y"} | address
                    {"address":7}                                 | address
                    {"address":"gopher://x"}                      | address
                    {"address":{"deep":1}}                        | address
                    """)
    void whatIsNotUnderstoodIsRefusedByName(String body, String field) throws Exception {
        var answer = server.send("POST", "/api/v1/hosts", body);
        assertThat(answer.status()).as("%s", answer.http().body()).isEqualTo(400);
        assertThat(answer.json().path("field").asString()).isEqualTo(field);
        assertThat(answer.json().path("detail").asString())
                .contains(field)
                .doesNotContain("dev.mullion")
                .doesNotContain("java.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{} {}", "\"text\""})
    void whatIsNoObjectIsRefused(String body) throws Exception {
        var answer = server.send("POST", "/api/v1/hosts", body);
        assertThat(answer.status()).as("%s", answer.http().body()).isIn(400, 422);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void bodiesThatAreTooDeepOrTooLongAreRefused() throws Exception {
        var deep = server.send("POST", "/api/v1/hosts", "{\"name\":" + "[".repeat(5000));
        assertThat(deep.status()).isEqualTo(400);
        var longer =
                server.send("POST", "/api/v1/hosts", "{\"name\":\"" + "x".repeat(300_000) + "\"}");
        assertThat(longer.status()).isEqualTo(400);
        var huge =
                server.send(
                        "POST", "/api/v1/hosts", "{\"name\":\"" + "x".repeat(2_000_000) + "\"}");
        assertThat(huge.status()).isEqualTo(413);
    }

    @Test
    void anythingElseIsAProblemTooAndNeverAPage() throws Exception {
        for (var path : List.of("/api/v1/nothing", "/api/v2/hosts", "/api/v1")) {
            var answer = server.send("GET", path, null);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
        assertThat(server.send("PUT", "/api/v1/hosts", "{}").status()).isEqualTo(405);
        var form =
                server.request("/api/v1/hosts")
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();
        assertThat(server.send(form).status()).isEqualTo(415);
    }

    @Test
    void anActivityIsListedShownAndCannotBeCancelledOnceItEnded() throws Exception {
        var host = UUID.randomUUID();
        var id =
                server.asAdministrator(() ->
                        server.get(Activities.class)
                                .start(
                                        "image.pull",
                                        "Pull from nowhere",
                                        "/hosts/" + host,
                                        Map.of("host", host.toString(), "reference", "busybox")));
        org.awaitility.Awaitility.await()
                .untilAsserted(() ->
                        assertThat(
                                        server.send("GET", "/api/v1/activities/" + id, null)
                                                .json()
                                                .path("state")
                                                .asString())
                                .isEqualTo("failed"));
        var listed =
                server.send("GET", "/api/v1/activities?text=nowhere&state=failed&sort=title", null)
                        .json();
        assertThat(listed.path("total").asInt()).isEqualTo(1);
        assertThat(listed.at("/items/0/id").asString()).isEqualTo(id.toString());
        assertThat(listed.at("/items/0/startedBy").asString()).isEqualTo("ada");
        assertThat(listed.at("/items/0/createdAt").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(
                        server.send("GET", "/api/v1/activities?state=running", null)
                                .json()
                                .path("total")
                                .asInt())
                .isZero();
        var cancel = server.send("POST", "/api/v1/activities/" + id + "/cancel", null);
        assertThat(cancel.status()).isEqualTo(409);
    }
}
