package dev.mullion.backend.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mullion.backend.testing.H2File;
import dev.mullion.backend.testing.TestServer;
import dev.mullion.backend.testing.TestServer.Answer;
import dev.mullion.backend.testing.TestServer.Member;
import dev.mullion.security.access.ReadyRole;
import dev.mullion.security.ownership.OwnershipBook;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Policies as people meet them: what they ask for through REST, and what reaches a host of it. */
class PolicyThroughRestTest {

    private static final String PINNED = RecordingEngine.NANO + "@" + RecordingEngine.DIGEST;

    /** What nothing is against at any trust level. */
    private static final Map<String, String> GOOD =
            Map.of(
                    "image", "\"" + PINNED + "\"",
                    "isolation", "\"hyperv\"",
                    "memoryBytes", "1073741824",
                    "cpus", "1",
                    "storageBytes", "21474836480");

    private static H2File database;
    private static TestServer server;
    private static RecordingEngine engine;
    private static String host = "";
    private static final Map<String, String> tenants = new HashMap<>();
    private static final Map<String, Member> members = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        database = H2File.create();
        engine = new RecordingEngine();
        server = TestServer.start(database, "mullion.hosts.first-retry=100ms");
        var added =
                send(
                        201,
                        "POST",
                        "/hosts",
                        "{\"name\":\"win\",\"address\":\"" + engine.address() + "\"}");
        host = added.json().path("id").asString();
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        send(200, "GET", "/hosts/" + host, null)
                                .json()
                                .path("state")
                                .asString()
                                .equals("ready"));
        for (var trust : List.of("trusted", "restricted", "hostile")) {
            var tenant =
                    send(
                                    201,
                                    "POST",
                                    "/tenants",
                                    "{\"name\":\"%s\",\"trust\":\"%s\",\"stages\":[\"qa\"]}"
                                            .formatted(trust, trust))
                            .json()
                            .path("id")
                            .asString();
            tenants.put(trust, tenant);
            var member = server.join(trust + "-member");
            members.put(trust, member);
            server.join(trust + "-boss");
            send(
                    201,
                    "POST",
                    "/tenants/" + tenant + "/members",
                    "{\"name\":\"%s-boss\",\"role\":\"%s\"}"
                            .formatted(trust, ReadyRole.TENANT_OWNER.id()));
            send(
                    201,
                    "POST",
                    "/tenants/" + tenant + "/members",
                    "{\"name\":\"%s-member\",\"role\":\"%s\"}"
                            .formatted(trust, ReadyRole.TENANT_OWNER.id()));
        }
    }

    @AfterAll
    static void stop() {
        server.close();
        engine.close();
        database.close();
    }

    @BeforeEach
    void nobodyElseIsThere() {
        var jdbc = server.get(JdbcClient.class);
        jdbc.sql("delete from belonging").update();
        jdbc.sql("update belonging_version set version = version + 1").update();
        jdbc.sql("delete from policy_document").update();
        jdbc.sql("update policy_version set version = version + 1").update();
        await().until(() -> !sharesTheHost());
        engine.created.clear();
        engine.started.clear();
        engine.removed.clear();
        engine.careless = false;
        engine.retagged = false;
    }

    private static boolean sharesTheHost() {
        return !server.get(OwnershipBook.class).tenantsOn(UUID.fromString(host)).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1} = {2} → {3}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    trusted    | isolation   | "process"     | -
                    trusted    | isolation   | "default"     | -
                    trusted    | image       | "mcr.microsoft.com/windows/nanoserver:ltsc2022" | -
                    trusted    | user        | "ContainerAdministrator" | -
                    trusted    | memoryBytes | null          | -
                    trusted    | ports       | [{"hostPort":80,"containerPort":80}]     | hostPorts
                    trusted    | ports       | [{"hostPort":8080,"containerPort":80}]   | -
                    trusted    | labels      | {"mullion.tenant":"other"}               | labels
                    restricted | isolation   | "process"     | isolation
                    restricted | isolation   | "default"     | -
                    restricted | image       | "mcr.microsoft.com/windows/nanoserver:ltsc2022" | -
                    restricted | user        | "ContainerAdministrator" | -
                    restricted | memoryBytes | null          | limits
                    restricted | cpus        | null          | limits
                    restricted | ports       | [{"hostPort":443,"containerPort":80}]    | hostPorts
                    restricted | labels      | {"DEV.Mullion.owner":"me"}               | labels
                    hostile    | isolation   | "process"     | isolation
                    hostile    | isolation   | "default"     | -
                    hostile    | isolation   | null          | -
                    hostile    | image       | "mcr.microsoft.com/windows/nanoserver:ltsc2022" | imagePinning
                    hostile    | user        | "ContainerAdministrator" | user
                    hostile    | user        | "SYSTEM"      | user
                    hostile    | user        | "S-1-5-18"    | user
                    hostile    | user        | "nobody known" | user
                    hostile    | memoryBytes | null          | limits
                    hostile    | storageBytes | null         | limits
                    hostile    | ports       | [{"hostPort":8080,"containerPort":80}]   | hostPorts
                    hostile    | ports       | [{"containerPort":80}]                   | hostPorts
                    hostile    | labels      | {"mullion":"x"}                          | labels
                    """)
    void aMemberOfARequestIsRefusedByItsRuleOrReachesTheHost(
            String trust, String field, String value, @Nullable String rule) throws Exception {
        var answer = launch(trust, Map.of(field, value));

        if (rule == null) {
            assertThat(answer.status()).as(answer.http().body()).isEqualTo(201);
            var sent = Objects.requireNonNull(engine.created.values().iterator().next());
            assertThat(sent.at("/HostConfig/Isolation").asString())
                    .isEqualTo(
                            trust.equals("trusted")
                                            && !value.equals("\"hyperv\"")
                                            && field.equals("isolation")
                                    ? "process"
                                    : "hyperv");
            assertThat(engine.started).hasSize(1);
        } else {
            assertThat(answer.status()).as(answer.http().body()).isEqualTo(403);
            assertThat(answer.json().path("code").asString()).isEqualTo("refused-by-policy");
            assertThat(answer.json().path("findings").findValuesAsString("rule")).contains(rule);
            assertThat(answer.json().path("findings").findValuesAsString("field")).contains(field);
            assertThat(engine.created).isEmpty();
            assertThat(lastRefusal()).contains("\"" + rule + "\"");
        }
    }

    @Test
    void aRefusalSaysWhoSaysSoAndWhatWouldPass() throws Exception {
        var finding =
                launch("hostile", Map.of("isolation", "\"process\"")).json().at("/findings/0");

        assertThat(finding.path("engineField").asString()).isEqualTo("HostConfig.Isolation");
        assertThat(finding.path("asked").asString()).isEqualTo("process");
        assertThat(finding.path("origin").asString()).isEqualTo("trust level hostile");
        assertThat(finding.path("changeableBy").asString()).contains("nobody can loosen it");
        assertThat(finding.path("remedy").asString()).isEqualTo("Ask for hyperv.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"isolation":"hyperv","isolation":"process"} | 400
                    {"isolation":"hyperv","Isolation":"process"} | 400
                    {"isolation":"hyperv","hostConfig":{"Isolation":"process"}} | 400
                    {"isolation":"hyperv","privileged":true} | 400
                    {"isolation":["process"]} | 400
                    """)
    void aCraftedRequestIsNotTaken(String members, int status) throws Exception {
        var body = body("hostile", Map.of());
        var crafted = members.substring(0, members.length() - 1) + "," + body.substring(1);

        var answer = server.sendAs(member("hostile"), "POST", "/api/v1/containers", crafted);

        assertThat(answer.status()).as(answer.http().body()).isEqualTo(status);
        assertThat(engine.created).isEmpty();
    }

    @Test
    void aTighterPolicyCountsForTheNextRequestAndForWhatIsStartedAgain() throws Exception {
        var made = launch("trusted", Map.of("isolation", "\"process\""));
        var container = made.header("Location");
        assertThat(sendAs("trusted", "POST", container + "/restart", null).status()).isEqualTo(204);

        send(
                200,
                "PUT",
                "/policies/trusted",
                "{\"version\":0,\"rules\":{\"isolation\":\"hyperv\"}}");

        for (var verb : List.of("start", "restart", "unpause")) {
            var refused = sendAs("trusted", "POST", container + "/" + verb, null);
            assertThat(refused.status()).as(verb).isEqualTo(403);
            assertThat(refused.json().path("findings").findValuesAsString("rule"))
                    .contains("isolation");
        }
        assertThat(sendAs("trusted", "POST", container + "/stop", null).status()).isEqualTo(204);
        assertThat(launch("trusted", Map.of("isolation", "\"process\"")).status()).isEqualTo(403);
    }

    @Test
    void whatRanForATrustedTenantDoesNotStartForAHostileOne() throws Exception {
        var container = launch("trusted", Map.of("isolation", "\"process\"")).header("Location");
        var trust = "/tenants/" + tenants.get("trusted") + "/trust";
        send(200, "POST", trust, "{\"trust\":\"hostile\"}");
        try {
            assertThat(sendAs("trusted", "POST", container + "/start", null).status())
                    .isEqualTo(403);
        } finally {
            send(200, "POST", trust, "{\"trust\":\"trusted\"}");
        }
        assertThat(sendAs("trusted", "POST", container + "/start", null).status()).isEqualTo(204);
    }

    @Test
    void aHostThatMakesSomethingElseOfARequestStartsNothing() throws Exception {
        engine.careless = true;
        var careless = launch("hostile", Map.of());
        assertThat(careless.status()).isEqualTo(403);
        assertThat(careless.json().path("findings").findValuesAsString("rule"))
                .contains("isolation");

        engine.careless = false;
        engine.retagged = true;
        assertThat(launch("hostile", Map.of()).status()).isEqualTo(403);

        assertThat(engine.started).isEmpty();
        assertThat(engine.removed).hasSize(2);
        assertThat(sharesTheHost()).isFalse();
    }

    @Test
    void anImageThatIsNotThereIsPulledFirst() throws Exception {
        var answer = launch("trusted", Map.of("image", "\"nowhere.example/x:1\""));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("field").asString()).isEqualTo("image");
        assertThat(answer.json().path("remedy").asString()).isEqualTo("Pull it first.");
    }

    @Test
    void aPolicyThatCannotBeReadLetsNothingPass() throws Exception {
        send(200, "PUT", "/policies/hostile", "{\"version\":0,\"rules\":{}}");
        var jdbc = server.get(JdbcClient.class);
        jdbc.sql("update policy_document set document = 'rubbish'").update();
        jdbc.sql("update policy_version set version = version + 1").update();

        var answer = launch("hostile", Map.of());

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("findings").findValuesAsString("rule"))
                .containsExactly("guardrail");
        assertThat(engine.created).isEmpty();
        assertThat(launch("trusted", Map.of()).status()).isEqualTo(201);
    }

    @Test
    void aStageThatTheTenantHasNotIsNoPlace() throws Exception {
        var body = body("trusted", Map.of()).replace("\"qa\"", "\"production\"");

        var answer = server.sendAs(member("trusted"), "POST", "/api/v1/containers", body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("field").asString()).isEqualTo("stage");
    }

    @Test
    void aTenantOfTheSameHostCountsForHostsThatMayNotBeShared() throws Exception {
        assertThat(launch("hostile", Map.of()).status()).isEqualTo(201);
        assertThat(sendAs("hostile", "GET", "/api/v1/containers?stage=qa", null).status())
                .isEqualTo(200);

        var answer = launch("restricted", Map.of());

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("findings").findValuesAsString("rule"))
                .contains("hostSharing");
    }

    @Test
    void aPastedLineIsTriedAndNothingIsMade() throws Exception {
        var line =
                "docker run -v C:\\\\\\\\:C:\\\\\\\\host --isolation process "
                        + RecordingEngine.NANO
                        + ":ltsc2022";
        var tried = tryOut("hostile", line);

        assertThat(tried.status()).as(tried.http().body()).isEqualTo(200);
        assertThat(tried.json().path("allowed").asBoolean()).isFalse();
        assertThat(tried.json().path("findings").findValuesAsString("rule"))
                .contains("isolation", "hostPaths", "limits", "imagePinning");
        assertThat(tried.json().path("rules").size()).isGreaterThan(20);
        assertThat(engine.created).isEmpty();

        var good = tryOut("trusted", "docker run " + RecordingEngine.NANO + ":ltsc2022");
        assertThat(good.json().path("allowed").asBoolean()).isTrue();
        assertThat(good.json().path("isolation").asString()).isEqualTo("process");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    docker run --unknown x y
                    {\\"Image\\":\\"a\\",\\"image\\":\\"b\\"}
                    {\\"Image\\":\\"a\\",\\"Nonsense\\":1}
                    rm -rf /
                    """)
    void whatIsNotUnderstoodCompletelyIsNotTried(String request) throws Exception {
        var answer = tryOut("trusted", request);

        assertThat(answer.status()).as(answer.http().body()).isEqualTo(422);
        assertThat(answer.json().path("field").asString()).isEqualTo("request");
    }

    @Test
    void nobodyTriesInAnothersTenant() throws Exception {
        var answer =
                server.sendAs(
                        member("trusted"),
                        "POST",
                        "/api/v1/policies/try",
                        "{\"host\":\"%s\",\"tenant\":\"%s\",\"stage\":\"qa\",\"request\":\"docker run x\"}"
                                .formatted(host, tenants.get("hostile")));

        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void policiesAreWrittenReadMergedAndTakenBack() throws Exception {
        var stage = "/tenants/" + tenants.get("hostile") + "/stages/qa/policy";
        var written =
                send(
                                200,
                                "PUT",
                                stage,
                                "{\"version\":0,\"rules\":{\"isolation\":\"any\",\"processes\":9}}")
                        .json();
        long version = written.path("version").asLong();
        assertThat(send(200, "GET", stage, null).json()).isEqualTo(written);

        var merged = send(200, "GET", stage + "/merged", null).json();
        for (var rule : merged) {
            if (rule.path("rule").asString().equals("isolation")) {
                assertThat(rule.path("value").asString()).isEqualTo("hyperv");
                assertThat(rule.path("said").findValuesAsString("effect"))
                        .endsWith("without_effect");
            }
        }
        var late = send(409, "PUT", stage, "{\"version\":0,\"rules\":{}}");
        assertThat(late.json().path("detail").asString()).contains("ada");
        var wrong =
                send(
                        422,
                        "PUT",
                        stage,
                        "{\"version\":%d,\"rules\":{\"isolation\":\"maybe\"}}".formatted(version));
        assertThat(wrong.json().path("field").asString()).isEqualTo("rules.isolation");
        send(400, "PUT", stage, "{\"version\":1,\"rules\":{\"a\":1,\"a\":2}}");
        assertThat(
                        send(200, "DELETE", stage + "?version=" + version, null)
                                .json()
                                .path("readyMade")
                                .asBoolean())
                .isTrue();
        send(404, "GET", "/policies/friendly", null);
        send(404, "GET", "/tenants/" + tenants.get("hostile") + "/stages/production/policy", null);
        assertThat(send(200, "GET", "/policies/rules", null).json().findValuesAsString("name"))
                .contains("isolation", "foreign");
    }

    @Test
    void aMemberReadsThePolicyOfTheTenantButNotThePlatforms() throws Exception {
        var own = "/api/v1/tenants/" + tenants.get("hostile") + "/policy/merged";
        assertThat(sendAs("hostile", "GET", own, null).status()).isEqualTo(200);
        assertThat(sendAs("trusted", "GET", own, null).status()).isEqualTo(404);
        assertThat(
                        sendAs(
                                        "hostile",
                                        "PUT",
                                        "/api/v1/policies/hostile",
                                        "{\"version\":0,\"rules\":{}}")
                                .status())
                .isEqualTo(403);
    }

    private static Answer tryOut(String trust, String request) throws Exception {
        return server.sendAs(
                member(trust),
                "POST",
                "/api/v1/policies/try",
                "{\"host\":\"%s\",\"tenant\":\"%s\",\"stage\":\"qa\",\"request\":\"%s\"}"
                        .formatted(host, tenants.get(trust), request.replace("\\\\\\\\", "\\\\")));
    }

    private static Answer launch(String trust, Map<String, String> changes) throws Exception {
        return server.sendAs(member(trust), "POST", "/api/v1/containers", body(trust, changes));
    }

    private static String body(String trust, Map<String, String> changes) {
        var members = new HashMap<>(GOOD);
        members.putAll(changes);
        var text = new StringBuilder("{\"host\":\"" + host + "\"");
        text.append(",\"tenant\":\"").append(tenants.get(trust)).append("\",\"stage\":\"qa\"");
        members.forEach(
                (name, value) -> text.append(",\"").append(name).append("\":").append(value));
        return text.append('}').toString();
    }

    private static Member member(String trust) {
        return Objects.requireNonNull(members.get(trust));
    }

    private static Answer sendAs(String trust, String method, String path, @Nullable String body)
            throws Exception {
        return server.sendAs(member(trust), method, path, body);
    }

    private static Answer send(int expected, String method, String path, @Nullable String body)
            throws Exception {
        var answer = server.send(method, "/api/v1" + path, body);
        assertThat(answer.status())
                .as("%s %s: %s", method, path, answer.http().body())
                .isEqualTo(expected);
        return answer;
    }

    private static String lastRefusal() throws Exception {
        return send(200, "GET", "/audit?action=container.create&phase=refused&limit=1", null)
                .json()
                .at("/0/detail")
                .asString();
    }
}
