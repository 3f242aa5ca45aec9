package dev.mullion.backend.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.backend.testing.H2File;
import dev.mullion.backend.testing.TestServer;
import dev.mullion.backend.testing.TestServer.Answer;
import dev.mullion.backend.testing.TestServer.Member;
import dev.mullion.security.access.ReadyRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Tenants, members, roles, accounts and the audit through REST. */
class TenantApiTest {

    private static final String NO_RULES = "{\"version\":0,\"rules\":{}}";

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

    private static Answer send(int expected, String method, String path, @Nullable String body)
            throws Exception {
        return expect(expected, method + " " + path, server.send(method, "/api/v1" + path, body));
    }

    private static Answer sendAs(
            Member member, int expected, String method, String path, @Nullable String body)
            throws Exception {
        return expect(
                expected,
                member.name() + " " + method + " " + path,
                server.sendAs(member, method, "/api/v1" + path, body));
    }

    private static Answer expect(int status, String what, Answer answer) {
        assertThat(answer.status()).as("%s: %s", what, answer.http().body()).isEqualTo(status);
        return answer;
    }

    /** A new tenant's path. */
    private static String tenant(String name) throws Exception {
        var made =
                send(
                        201,
                        "POST",
                        "/tenants",
                        """
                        {"name":"%s","trust":"restricted","stages":["qa","production"]}
                        """
                                .formatted(name));
        assertThat(made.json().path("trust").asString()).isEqualTo("restricted");
        return made.header("Location").substring("/api/v1".length());
    }

    private static String member(String name, ReadyRole role) {
        return "{\"name\":\"%s\",\"role\":\"%s\"}".formatted(name, role.id());
    }

    @Test
    void aTenantIsMadeGivenAnOwnerAndFilledByThem() throws Exception {
        var red = tenant("Red");
        var boss = server.join("red-boss");
        var eve = server.join("red-eve");
        send(201, "POST", red + "/members", member("red-boss", ReadyRole.TENANT_OWNER));

        var bound =
                sendAs(
                                boss,
                                201,
                                "POST",
                                red + "/members",
                                """
                                {"name":"RED-eve","role":"%s","stage":"qa"}
                                """
                                        .formatted(ReadyRole.OPERATOR.id()))
                        .json();
        assertThat(bound.path("path").asString()).isEqualTo(red + "/stages/qa");
        assertThat(bound.path("inForce").asBoolean()).isTrue();
        assertThat(sendAs(boss, 200, "GET", red + "/members", null).json().path("total").asInt())
                .isEqualTo(2);

        var rights =
                sendAs(boss, 200, "GET", red + "/rights?stage=qa&account=" + eve.id(), null).json();
        assertThat(rights.findValuesAsString("permission")).contains("container.start");
        var start = right(rights, "container.start");
        assertThat(start.path("allowed").asBoolean()).isTrue();
        assertThat(start.path("reason").asString()).isEqualTo("Operator at " + red + "/stages/qa");
        assertThat(start.path("binding").asString()).isEqualTo(bound.path("id").asString());
        var create = right(rights, "container.create");
        assertThat(create.path("allowed").asBoolean()).isFalse();
        assertThat(create.at("/grantableBy").toString()).contains("Tenant Owner");

        sendAs(
                boss,
                204,
                "DELETE",
                red + "/members/" + bound.path("id").asString() + "?stage=qa",
                null);
        rights =
                sendAs(boss, 200, "GET", red + "/rights?stage=qa&account=" + eve.id(), null).json();
        assertThat(right(rights, "container.start").path("allowed").asBoolean()).isFalse();
    }

    private static JsonNode right(JsonNode rights, String permission) {
        for (var right : rights) {
            if (right.path("permission").asString().equals(permission)) {
                return right;
            }
        }
        throw new AssertionError(permission + " is not in " + rights);
    }

    @Test
    void everyRouteOfAnotherTenantAnswersAsIfThereWereNone() throws Exception {
        var green = tenant("Green");
        var blue = tenant("Blue");
        var boss = server.join("green-boss");
        send(201, "POST", green + "/members", member("green-boss", ReadyRole.TENANT_OWNER));
        var never = "/tenants/" + UUID.randomUUID();
        var bodies =
                Map.of(
                        "PATCH /api/v1/tenants/{tenant}",
                        "{\"name\":\"Mine\"}",
                        "POST /api/v1/tenants/{tenant}/trust",
                        "{\"trust\":\"trusted\"}",
                        "POST /api/v1/tenants/{tenant}/members",
                        member("green-boss", ReadyRole.VIEWER),
                        "PUT /api/v1/tenants/{tenant}/policy",
                        NO_RULES,
                        "PUT /api/v1/tenants/{tenant}/stages/{stage}/policy",
                        NO_RULES,
                        "PUT /api/v1/tenants/{tenant}/quota",
                        "{}",
                        "PUT /api/v1/tenants/{tenant}/stages/{stage}/quota",
                        "{}");

        var routes = new ArrayList<String>();
        server.get("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping ->
                        mapping.getPatternValues().stream()
                                .filter(pattern -> pattern.startsWith("/api/v1/tenants/{tenant}"))
                                .forEach(pattern ->
                                        mapping.getMethodsCondition()
                                                .getMethods()
                                                .forEach(method ->
                                                        routes.add(method + " " + pattern))));
        assertThat(routes).hasSizeGreaterThanOrEqualTo(10);

        for (var route : routes) {
            var method = route.substring(0, route.indexOf(' '));
            var answers = new ArrayList<String>();
            for (var tenant : List.of(blue, never)) {
                var path =
                        route.substring(route.indexOf(' ') + 1 + "/api/v1".length())
                                .replace("/tenants/{tenant}", tenant)
                                .replace("{stage}", "qa")
                                .replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
                var query = "?account=" + boss.id() + "&version=0";
                var answer = sendAs(boss, 404, method, path + query, bodies.get(route));
                answers.add(
                        answer.http()
                                .body()
                                .replace(tenant, "")
                                .replace(answer.header("X-Request-Id"), "")
                                .replaceAll("members/[0-9a-f-]{36}", ""));
            }
            assertThat(answers.get(0)).as(route).isEqualTo(answers.get(1));
        }
        var seen = sendAs(boss, 200, "GET", "/tenants", null).json();
        assertThat(seen.path("total").asInt()).isEqualTo(1);
        assertThat(seen.at("/items/0/name").asString()).isEqualTo("Green");
        assertThat(send(200, "GET", blue, null).json().path("name").asString()).isEqualTo("Blue");
    }

    @Test
    void aRefusalSaysWhatIsMissingAndWhoCouldGiveIt() throws Exception {
        var tenant = tenant("Grey");
        var boss = server.join("grey-boss");
        send(201, "POST", tenant + "/members", member("grey-boss", ReadyRole.TENANT_OWNER));

        var refused = sendAs(boss, 403, "POST", tenant + "/trust", "{\"trust\":\"trusted\"}");
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.json().path("permission").asString()).isEqualTo("tenant.trust-class");
        assertThat(refused.json().path("because").asString())
                .isEqualTo("no role held there grants it");
        assertThat(refused.json().path("remedy").asString()).contains("Security Officer");

        var himself = send(403, "POST", tenant + "/members", member("ada", ReadyRole.TENANT_OWNER));
        assertThat(himself.json().path("because").asString()).contains("not to yourself");
    }

    @Test
    void whatCannotBeIsToldByField() throws Exception {
        var tenant = tenant("Pink");
        assertThat(
                        send(
                                        422,
                                        "POST",
                                        "/tenants",
                                        "{\"name\":\"pink\",\"trust\":\"hostile\",\"stages\":[\"qa\"]}")
                                .json()
                                .path("field")
                                .asString())
                .isEqualTo("name");
        send(422, "POST", "/tenants", "{\"name\":\"x\",\"trust\":\"hostile\",\"stages\":[]}");
        send(400, "POST", "/tenants", "{\"name\":\"x\",\"trust\":\"best\",\"stages\":[\"qa\"]}");
        send(400, "POST", "/tenants", "{\"name\":\"x\",\"Trust\":\"trusted\"}");
        send(422, "POST", tenant + "/members", member("ada", ReadyRole.PLATFORM_OWNER));
        send(404, "POST", tenant + "/members", member("nobody-is-called-so", ReadyRole.VIEWER));
        send(422, "DELETE", tenant, null);
        send(200, "POST", tenant + "/suspend", null);
        send(204, "DELETE", tenant, null);
        send(404, "GET", tenant, null);
        send(404, "GET", "/tenants/1-1-1-1-1", null);
    }

    @Test
    void rolesAreMadeUpGivenAndTakenAway() throws Exception {
        assertThat(send(200, "GET", "/roles", null).json().size()).isGreaterThanOrEqualTo(12);
        var role =
                send(
                                201,
                                "POST",
                                "/roles",
                                "{\"name\":\"Log reader\",\"permissions\":[\"container.logs\"]}")
                        .json();
        var eve = server.join("log-eve");
        var host = "/hosts/" + UUID.randomUUID();
        var binding =
                send(
                                201,
                                "POST",
                                "/bindings",
                                """
                                {"principal":"%s","role":"%s","path":"%s"}
                                """
                                        .formatted(eve.id(), role.path("id").asString(), host))
                        .json();
        var mine = sendAs(eve, 200, "GET", "/rights?path=" + host, null).json();
        assertThat(right(mine, "container.logs").path("allowed").asBoolean()).isTrue();
        assertThat(right(mine, "container.list").path("allowed").asBoolean()).isFalse();

        sendAs(eve, 403, "GET", "/bindings", null);
        send(404, "DELETE", "/bindings/" + binding.path("id").asString() + "?path=/", null);
        send(204, "DELETE", "/bindings/" + binding.path("id").asString() + "?path=" + host, null);
        send(204, "DELETE", "/roles/" + role.path("id").asString(), null);
        send(404, "DELETE", "/roles/" + ReadyRole.VIEWER.id(), null);
        send(400, "POST", "/roles", "{\"name\":\"x\",\"permissions\":[\"container.fly\"]}");
    }

    @Test
    void aSuspendedAccountsTokenOpensNothing() throws Exception {
        var eve = server.join("late-eve");
        sendAs(eve, 200, "GET", "/rights", null);

        send(200, "POST", "/accounts/" + eve.id() + "/suspend", null);
        sendAs(eve, 401, "GET", "/rights", null);

        send(200, "POST", "/accounts/" + eve.id() + "/resume", null);
        sendAs(eve, 200, "GET", "/rights", null);
    }

    @Test
    void aProgramHasTokensAndAGroupHasMembers() throws Exception {
        var service = send(201, "POST", "/services", "{\"username\":\"ci-1\"}").json();
        var tokens = "/services/" + service.path("id").asString() + "/tokens";
        var made = send(201, "POST", tokens, "{\"name\":\"build\",\"days\":7}").json();
        var ci = new Member(UUID.randomUUID(), "ci-1", made.path("text").asString());
        sendAs(ci, 403, "GET", "/hosts", null);

        var group = send(201, "POST", "/groups", "{\"name\":\"Pipelines\"}").json();
        var path = "/groups/" + group.path("id").asString();
        var reader =
                send(
                                201,
                                "POST",
                                "/roles",
                                "{\"name\":\"Host reader\",\"permissions\":[\"host.read\"]}")
                        .json();
        send(
                201,
                "POST",
                "/bindings",
                "{\"principal\":\"%s\",\"role\":\"%s\",\"path\":\"/\"}"
                        .formatted(group.path("id").asString(), reader.path("id").asString()));
        send(204, "PUT", path + "/members/" + service.path("id").asString(), null);
        sendAs(ci, 200, "GET", "/hosts", null);
        assertThat(
                        send(200, "GET", "/groups?text=pipe", null)
                                .json()
                                .at("/items/0/members/0/name")
                                .asString())
                .isEqualTo("ci-1");
        send(204, "DELETE", path + "/members/" + service.path("id").asString(), null);
        sendAs(ci, 403, "GET", "/hosts", null);
        send(204, "DELETE", path, null);

        assertThat(send(200, "GET", tokens, null).http().body())
                .doesNotContain(made.path("text").asString());
        send(204, "DELETE", tokens + "/" + made.at("/token/id").asString(), null);
        sendAs(ci, 401, "GET", "/hosts", null);
    }

    @Test
    void theAuditIsReadTakenOutAndVerified() throws Exception {
        var tenant = tenant("Audited");
        var boss = server.join("audited-boss");
        send(201, "POST", tenant + "/members", member("audited-boss", ReadyRole.TENANT_OWNER));

        var mine = sendAs(boss, 200, "GET", "/audit?path=" + tenant, null).json();
        assertThat(mine.size()).isPositive();
        assertThat(mine.findValuesAsString("resource")).containsOnly(tenant);
        assertThat(mine.at("/0/detail").asString())
                .contains("Tenant Owner")
                .contains("audited-boss");
        sendAs(boss, 403, "GET", "/audit", null);
        sendAs(boss, 403, "GET", "/audit/export?path=" + tenant, null);
        sendAs(boss, 403, "GET", "/audit/verify", null);

        var verified = send(200, "GET", "/audit/verify", null).json();
        assertThat(verified.path("findings").size()).isZero();
        var head = verified.path("head").asString();
        assertThat(head).matches("\\d+:[0-9a-f]{64}");
        assertThat(
                        send(200, "GET", "/audit/verify?earlier=" + head, null)
                                .json()
                                .path("findings")
                                .size())
                .isZero();
        assertThat(
                        send(200, "GET", "/audit/verify?earlier=1:" + "a".repeat(64), null)
                                .json()
                                .path("findings")
                                .size())
                .isEqualTo(1);

        var csv = send(200, "GET", "/audit/export?format=csv&action=member.write", null).http();
        assertThat(csv.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(csv.body()).startsWith("position,").contains("audited-boss");
        send(422, "GET", "/audit?phase=maybe", null);
        send(422, "GET", "/audit?from=yesterday", null);
        send(422, "GET", "/audit?path=nowhere", null);
        send(422, "GET", "/audit?limit=0", null);
    }
}
