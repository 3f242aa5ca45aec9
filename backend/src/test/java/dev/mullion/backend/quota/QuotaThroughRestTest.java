package dev.mullion.backend.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mullion.backend.host.HostId;
import dev.mullion.backend.testing.PostgresCluster;
import dev.mullion.backend.testing.TestServer;
import dev.mullion.backend.testing.TestServer.Answer;
import dev.mullion.backend.testing.TestServer.Member;
import dev.mullion.docker.testing.TestDockerEngine;
import dev.mullion.security.access.ReadyRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Quotas as people meet them: through REST, on a real engine. */
@Timeout(300)
class QuotaThroughRestTest {

    private static final long MIB = 1L << 20;

    private static PostgresCluster cluster;
    private static TestDockerEngine engine;
    private static TestServer server;
    private static Member member;
    private static Member outsider;
    private static String host = "";
    private static String tenant = "";

    @BeforeAll
    static void start() throws Exception {
        cluster = PostgresCluster.start();
        engine = TestDockerEngine.start();
        engine.importBusybox("tool:1", "CMD [\"sleep\",\"1000\"]");
        server =
                TestServer.start(
                        cluster.database(),
                        "mullion.hosts.reconcile=1s",
                        "mullion.hosts.first-retry=100ms",
                        "mullion.hosts.longest-retry=500ms");
        host =
                send(
                                201,
                                "POST",
                                "/hosts",
                                "{\"name\":\"one\",\"address\":\"" + engine.address() + "\"}")
                        .json()
                        .path("id")
                        .asString();
        await().atMost(Duration.ofSeconds(20))
                .until(QuotaThroughRestTest::hostState, "ready"::equals);
        tenant = tenant("red");
        member = server.join("red-member");
        var boss = server.join("red-owner");
        join(tenant, "red-owner", ReadyRole.TENANT_OWNER);
        as(
                boss,
                201,
                "POST",
                "/tenants/" + tenant + "/members",
                "{\"name\":\"red-member\",\"role\":\"%s\"}".formatted(ReadyRole.DEVELOPER.id()));
        var other = tenant("blue");
        outsider = server.join("blue-owner");
        join(other, "blue-owner", ReadyRole.TENANT_OWNER);
    }

    @AfterAll
    static void stop() {
        server.close();
        engine.close();
        cluster.close();
    }

    @BeforeEach
    void noLimits() throws Exception {
        send(200, "PUT", quota(), "{}");
        send(200, "PUT", stageQuota(), "{}");
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (var row : send(200, "GET", "/containers?limit=200", null).json().path("items")) {
            server.sendAs(
                    member,
                    "DELETE",
                    "/api/v1/containers/" + row.path("key").asString() + "?force=true",
                    null);
        }
        awaitUse("defined", 0);
        assertThat(engine.docker("ps", "-aq")).isBlank();
    }

    @Test
    void aQuotaIsWrittenAndReadWithWhatIsTaken() throws Exception {
        var written =
                send(
                        200,
                        "PUT",
                        quota(),
                        "{\"cpus\":10,\"memoryBytes\":1073741824,\"running\":3,\"defined\":5,\"runningHyperv\":0}");
        assertThat(written.json().at("/limits/cpus").decimalValue()).isEqualByComparingTo("10");
        assertThat(written.http().body()).contains("\"cpus\":10,");
        send(200, "PUT", stageQuota(), "{\"cpus\":1.25}");

        launch(201, "aa", 64 * MIB, "0.5");

        var read = send(200, "GET", quota(), null).json();
        assertThat(read.at("/use/cpus").decimalValue()).isEqualByComparingTo("0.5");
        assertThat(read.at("/use/memoryBytes").asLong()).isEqualTo(64 * MIB);
        assertThat(read.at("/use/running").asInt()).isEqualTo(1);
        assertThat(read.at("/stages/0/stage").asString()).isEqualTo("qa");
        assertThat(read.at("/stages/0/limits/cpus").decimalValue()).isEqualByComparingTo("1.25");
        assertThat(read.at("/stages/0/limits/memoryBytes").isNull()).isTrue();
        assertThat(read.at("/stages/0/use/defined").asInt()).isEqualTo(1);
        assertThat(as(member, 200, "GET", stageQuota(), null).json().path("use"))
                .isEqualTo(read.at("/stages/0/use"));
    }

    @Test
    void theForecastSaysWhatWouldBeTaken() throws Exception {
        send(200, "PUT", quota(), "{\"memoryBytes\":%d,\"cpus\":2}".formatted(200 * MIB));
        launch(201, "aa", 64 * MIB, "1");

        var lines =
                as(
                                member,
                                200,
                                "GET",
                                stageQuota() + "/after?memoryBytes=" + 150 * MIB + "&cpus=0.5",
                                null)
                        .json();

        assertThat(lines.size()).isEqualTo(2);
        assertThat(lines.at("/0/kind").asString()).isEqualTo("cpus");
        assertThat(lines.at("/0/after").decimalValue()).isEqualByComparingTo("1.5");
        assertThat(lines.at("/0/fits").asBoolean()).isTrue();
        assertThat(lines.at("/1/after").asLong()).isEqualTo(214 * MIB);
        assertThat(lines.at("/1/limit").asLong()).isEqualTo(200 * MIB);
        assertThat(lines.at("/1/fits").asBoolean()).isFalse();
        assertThat(
                        as(member, 200, "GET", stageQuota() + "/after", null)
                                .json()
                                .at("/0/unlimited")
                                .asBoolean())
                .isTrue();
    }

    @Test
    void whoAsksForMoreThanIsLeftIsToldQuotaUseLimitAndWhoCanChangeIt() throws Exception {
        send(200, "PUT", quota(), "{\"memoryBytes\":%d}".formatted(100 * MIB));
        launch(201, "aa", 64 * MIB, "0.1");

        var refusal = launch(403, "bb", 48 * MIB, "0.1").json();

        assertThat(refusal.path("code").asString()).isEqualTo("quota-exceeded");
        assertThat(refusal.path("field").asString()).isEqualTo("memoryBytes");
        assertThat(refusal.path("because").asString())
                .isEqualTo(
                        "the quota of the tenant is 100 MiB of memory, of which 64 MiB are taken,"
                                + " and this asks for 48 MiB more");
        assertThat(refusal.path("remedy").asString()).contains("Platform Administrator");
        var line = refusal.at("/exceeded/0");
        assertThat(line.path("kind").asString()).isEqualTo("memoryBytes");
        assertThat(line.path("used").asLong()).isEqualTo(64 * MIB);
        assertThat(line.path("limit").asLong()).isEqualTo(100 * MIB);
        assertThat(line.path("changeableBy").values())
                .extracting(JsonNode::asString)
                .contains("Platform Owner");
        assertThat(engine.docker("ps", "-aq").lines()).hasSize(1);
        assertThat(
                        send(
                                        200,
                                        "GET",
                                        "/audit?action=container.create&phase=refused&limit=1",
                                        null)
                                .json()
                                .at("/0/detail")
                                .asString())
                .contains("the quota of the tenant is 100 MiB");
    }

    @Test
    void aContainerWithoutALimitIsToldToTakeOne() throws Exception {
        send(200, "PUT", stageQuota(), "{\"memoryBytes\":%d}".formatted(100 * MIB));

        var refusal = launch(403, "aa", null, "0.1").json();

        assertThat(refusal.path("because").asString())
                .isEqualTo(
                        "the quota of stage qa is 100 MiB of memory, and this container has no"
                                + " limit of memory");
        assertThat(refusal.path("remedy").asString()).isEqualTo("Give it a limit of memory.");
        assertThat(refusal.path("field").asString()).isEqualTo("memoryBytes");
    }

    @Test
    void ofAHundredLaunchesForTheLastPlaceExactlyOneComesToLife() throws Exception {
        send(200, "PUT", quota(), "{\"defined\":2}");
        launch(201, "first", 64 * MIB, "0.1");
        List<Callable<Answer>> launches = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            var name = "crowd-" + i;
            launches.add(() -> attempt(name, 16 * MIB, "0.1", false));
        }

        Map<Integer, Long> answers;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Integer> statuses = new ArrayList<>();
            for (var launch : threads.invokeAll(launches)) {
                statuses.add(launch.get().status());
            }
            answers =
                    statuses.stream()
                            .collect(
                                    Collectors.groupingBy(status -> status, Collectors.counting()));
        }

        assertThat(answers).isEqualTo(Map.of(201, 1L, 403, 99L));
        assertThat(engine.docker("ps", "-aq").lines()).hasSize(2);
    }

    @Test
    void whatStopsOrGoesMakesRoomAtOnceAndWhatStartsTakesIt() throws Exception {
        send(200, "PUT", quota(), "{\"running\":1,\"defined\":2}");
        var first = launch(201, "aa", 64 * MIB, "0.1").header("Location");
        launch(403, "bb", 64 * MIB, "0.1");

        act(204, first, "stop?grace=0", null);
        var second = launch(201, "bb", 64 * MIB, "0.1").header("Location");

        assertThat(act(403, first, "start", null).json().path("code").asString())
                .isEqualTo("quota-exceeded");
        assertThat(act(403, first, "restart", null).json().path("code").asString())
                .isEqualTo("quota-exceeded");
        act(204, second, "restart?grace=0", null);
        act(204, second, "kill", null);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(use("running")).isZero());
        act(204, first, "start", null);
        assertThat(use("running")).isEqualTo(1);

        delete(first);
        act(204, second, "start", null);
        assertThat(use("running")).isEqualTo(1);
        assertThat(use("defined")).isEqualTo(1);
    }

    @Test
    void aLaunchThatFailsGivesItsRoomBack() throws Exception {
        send(200, "PUT", quota(), "{\"defined\":1}");

        var answer =
                server.sendAs(
                        member,
                        "POST",
                        "/api/v1/containers",
                        """
                        {"host":"%s","tenant":"%s","stage":"qa","image":"tool:1","name":"broken",
                         "command":["/nowhere"],"memoryBytes":16777216,"cpus":0.1}
                        """
                                .formatted(host, tenant));

        assertThat(answer.status()).as(answer.http().body()).isGreaterThanOrEqualTo(400);
        assertThat(use("defined")).isZero();
        launch(201, "aa", 64 * MIB, "0.1");
    }

    @Test
    void whatIsStartedAndChangedPastThePortalCountsAndIsNeverKilled() throws Exception {
        var key = launch(201, "aa", 64 * MIB, "0.1", false).header("Location");
        send(200, "PUT", quota(), "{\"running\":0,\"memoryBytes\":%d}".formatted(100 * MIB));
        assertThat(use("running")).isZero();

        engine.docker("start", "aa");
        awaitUse("running", 1);
        engine.docker("update", "--memory", "128m", "--memory-swap", "256m", "aa");
        awaitUse("memoryBytes", 128 * MIB);

        assertThat(engine.docker("ps", "-q").lines()).hasSize(1);
        launch(403, "bb", 16 * MIB, "0.1");
        engine.docker("rm", "-f", "aa");
        awaitUse("defined", 0);
        assertThat(as(member, 404, "GET", key.substring("/api/v1".length()), null)).isNotNull();
    }

    @Test
    void whatRunsOnAHostThatDoesNotAnswerGoesOnCounting() throws Exception {
        launch(201, "aa", 64 * MIB, "0.1");
        var jdbc = server.get(JdbcClient.class);
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        jdbc.sql("select count(*) from quota_claim where held_until is null")
                                        .query(Long.class)
                                        .single()
                                == 1);

        engine.kill();
        await().atMost(Duration.ofSeconds(60)).until(() -> !hostState().equals("ready"));
        server.get(QuotaKeeper.class).look(HostId.of(host));
        assertThat(use("running")).isEqualTo(1);

        engine.restart();
        await().atMost(Duration.ofSeconds(60))
                .until(QuotaThroughRestTest::hostState, "ready"::equals);
        // the kill took the container along
        awaitUse("running", 0);
        assertThat(use("defined")).isEqualTo(1);
    }

    @Test
    void anotherTenantsQuotaWasNeverThere() throws Exception {
        for (var path : List.of(quota(), stageQuota(), stageQuota() + "/after")) {
            assertThat(as(outsider, 404, "GET", path, null).json().path("detail").asString())
                    .isEqualTo(
                            as(
                                            outsider,
                                            404,
                                            "GET",
                                            path.replace(tenant, UUID.randomUUID().toString()),
                                            null)
                                    .json()
                                    .path("detail")
                                    .asString());
        }
        as(outsider, 404, "PUT", stageQuota(), "{}");
        as(member, 403, "PUT", stageQuota(), "{}");
        as(member, 403, "PUT", quota(), "{}");
    }

    @Test
    void whatIsNoLimitIsRefusedByItsField() throws Exception {
        for (var wrong :
                Map.of(
                                "cpus", "{\"cpus\":0.0001}",
                                "memoryBytes", "{\"memoryBytes\":-1}",
                                "running", "{\"running\":9223372036854775807}")
                        .entrySet()) {
            assertThat(send(422, "PUT", quota(), wrong.getValue()).json().path("field").asString())
                    .isEqualTo(wrong.getKey());
        }
        send(400, "PUT", quota(), "{\"memory\":1}");
        send(400, "PUT", quota(), "{\"running\":1,\"running\":2}");
        send(400, "PUT", quota(), "{\"running\":\"1\"}");
        send(422, "PUT", quota(), "{\"cpus\":1e400}");
    }

    private static Answer launch(int expected, String name, @Nullable Long memory, String cpus)
            throws Exception {
        return launch(expected, name, memory, cpus, true);
    }

    private static Answer launch(
            int expected, String name, @Nullable Long memory, String cpus, boolean start)
            throws Exception {
        var answer = attempt(name, memory, cpus, start);
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(expected);
        return answer;
    }

    private static Answer attempt(String name, @Nullable Long memory, String cpus, boolean start)
            throws Exception {
        return server.sendAs(
                member,
                "POST",
                "/api/v1/containers",
                """
                {"host":"%s","tenant":"%s","stage":"qa","image":"tool:1","name":"%s",
                 "memoryBytes":%s,"cpus":%s,"start":%s}
                """
                        .formatted(host, tenant, name, memory, cpus, start));
    }

    private static Answer act(int expected, String key, String action, @Nullable String body)
            throws Exception {
        var answer = server.sendAs(member, "POST", key + "/" + action, body);
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(expected);
        return answer;
    }

    private static void delete(String key) throws Exception {
        assertThat(server.sendAs(member, "DELETE", key + "?force=true", null).status())
                .isEqualTo(204);
    }

    private static long use(String kind) throws Exception {
        return send(200, "GET", quota(), null).json().at("/use/" + kind).asLong();
    }

    private static void awaitUse(String kind, long amount) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(use(kind)).isEqualTo(amount));
    }

    private static String hostState() throws Exception {
        return send(200, "GET", "/hosts/" + host, null).json().path("state").asString();
    }

    private static String quota() {
        return "/tenants/" + tenant + "/quota";
    }

    private static String stageQuota() {
        return "/tenants/" + tenant + "/stages/qa/quota";
    }

    private static String tenant(String name) throws Exception {
        return send(
                        201,
                        "POST",
                        "/tenants",
                        "{\"name\":\"%s\",\"trust\":\"trusted\",\"stages\":[\"qa\"]}"
                                .formatted(name))
                .json()
                .path("id")
                .asString();
    }

    private static void join(String tenant, String name, ReadyRole role) throws Exception {
        send(
                201,
                "POST",
                "/tenants/" + tenant + "/members",
                "{\"name\":\"%s\",\"role\":\"%s\"}".formatted(name, role.id()));
    }

    private static Answer as(
            Member who, int expected, String method, String path, @Nullable String body)
            throws Exception {
        var answer = server.sendAs(who, method, "/api/v1" + path, body);
        assertThat(answer.status())
                .as("%s %s: %s", method, path, answer.http().body())
                .isEqualTo(expected);
        return answer;
    }

    private static Answer send(int expected, String method, String path, @Nullable String body)
            throws Exception {
        var answer = server.send(method, "/api/v1" + path, body);
        assertThat(answer.status())
                .as("%s %s: %s", method, path, answer.http().body())
                .isEqualTo(expected);
        return answer;
    }
}
