package dev.mullion.tests.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.testing.RegistryProxy;
import dev.mullion.docker.testing.TestRegistry;
import dev.mullion.tests.SharedWorld;
import dev.mullion.tests.World;
import dev.mullion.tests.portal.Operator;
import dev.mullion.tests.portal.PortalApi;
import dev.mullion.tests.portal.PortalApi.Answer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * What people ask for that can't be had: a clear answer with the right status, nothing left over.
 */
@ExtendWith(SharedWorld.class)
class BadInputTest {

    private final World world;
    private final PortalApi api;
    private final Operator operator;
    private final String host;

    BadInputTest(World world) {
        this.world = world;
        this.api = world.api();
        this.operator = new Operator(api);
        this.host = operator.localHost();
    }

    @Test
    void malformedReferenceIsRefusedBeforeAnythingStarts() {
        Answer answer = api.post("/images/pull", Map.of("host", host, "reference", "Not A Name!"));
        JsonNode problem = answer.problem(400);
        assertThat(problem.path("field").asString()).isEqualTo("reference");
        assertThat(problem.path("requestId").asString()).isNotEmpty();
        assertThat(api.get("/activities?text=Name%21").json().path("total").asInt()).isZero();
    }

    @Test
    void unknownRepositoryAndWrongTagFailWithTheRegistrysReason() {
        world.registry().publishBusybox("bad/known:1");
        for (String wrong : List.of("bad/unknown:1", "bad/known:nope")) {
            JsonNode ended =
                    operator.awaitEnd(operator.pull(host, world.registry().reference(wrong)));
            assertThat(ended.path("state").asString()).isEqualTo("failed");
            assertThat(ended.path("outcome").asString()).containsIgnoringCase("not found");
        }
    }

    @Test
    void registryThatWantsAPasswordSaysSo() {
        try (TestRegistry guarded = TestRegistry.startProtected(world.engine())) {
            String reference = guarded.publishBusybox("guarded/tool:1");
            JsonNode ended = operator.awaitEnd(operator.pull(host, reference));
            assertThat(ended.path("state").asString()).isEqualTo("failed");
            assertThat(ended.path("outcome").asString())
                    .containsPattern("(?i)credentials|sign in|password|authenti");
        }
    }

    @Test
    void registryThatIsNotThereOrLiesFailsThePullAndOneThatCutsOffIsAskedForTheRest() {
        JsonNode nobody = operator.awaitEnd(operator.pull(host, "127.0.0.1:1/any/thing:1"));
        assertThat(nobody.path("state").asString()).isEqualTo("failed");
        assertThat(nobody.path("outcome").asString()).contains("127.0.0.1:1");
        world.registry().publishImage("bad/large:1", 2 << 20);
        try (RegistryProxy proxy = RegistryProxy.before(world.registry())) {
            String reference = proxy.reference("bad/large:1");
            proxy.corruptAfter(100_000);
            JsonNode lied = operator.awaitEnd(operator.pull(host, reference));
            assertThat(lied.path("state").asString()).isEqualTo("failed");
            assertThat(lied.path("outcome").asString()).contains("verification");
            assertThat(world.engine().docker("images", "-q", reference)).isEmpty();
            proxy.release();
            proxy.cutAfter(500_000);
            JsonNode cut = operator.awaitEnd(operator.pull(host, reference));
            assertThat(cut.path("state").asString()).isEqualTo("succeeded");
            assertThat(world.engine().docker("images", "-q", reference)).isNotEmpty();
        }
    }

    @Test
    void pullThatIsCancelledEnds() throws Exception {
        world.registry().publishImage("bad/slow:1", 4 << 20);
        try (RegistryProxy proxy = RegistryProxy.before(world.registry())) {
            proxy.holdAfter(1 << 20);
            String pull = operator.pull(host, proxy.reference("bad/slow:1"));
            proxy.awaitHold(java.time.Duration.ofSeconds(20));
            api.post("/activities/" + pull + "/cancel").ok();
            assertThat(operator.awaitEnd(pull).path("state").asString()).isEqualTo("cancelled");
        }
    }

    @Test
    void takenNameIsAConflict() {
        String first = operator.launch(host, "busybox:1", "taken", "sleep", "600");
        JsonNode problem =
                operator.tryLaunch(host, "busybox:1", "taken", "sleep", "600").problem(409);
        assertThat(problem.path("detail").asString()).contains("taken");
        assertThat(problem.path("remedy").asString()).isNotEmpty();
        assertThat(problem.path("field").asString()).isEqualTo("name");
        api.delete("/containers/" + first + "?force=true").ok();
    }

    @Test
    void takenPortIsAConflictAndTheHalfMadeContainerIsNotHidden() {
        List<Map<String, Integer>> port = List.of(Map.of("hostPort", 8123, "containerPort", 80));
        Map<String, Object> wish =
                Map.of(
                        "host",
                        host,
                        "image",
                        "busybox:1",
                        "name",
                        "port-one",
                        "ports",
                        port,
                        "command",
                        List.of("sleep", "600"));
        String first = api.post("/containers", wish).json().path("key").asString();
        operator.awaitContainer(first, "running");
        Map<String, Object> second = new java.util.HashMap<>(wish);
        second.put("name", "port-two");
        JsonNode problem = api.post("/containers", second).problem(409);
        assertThat(problem.path("detail").asString()).contains("8123");
        String left = world.engine().docker("ps", "-aq", "--filter", "name=port-two");
        JsonNode shown = api.get("/containers?text=port-two").json();
        // removed again or listed: both are honest, a container nobody can see is not
        if (!left.isEmpty()) {
            operator.until("/containers?text=port-two", list -> list.path("total").asInt() == 1);
            world.engine().docker("rm", "port-two");
        } else {
            assertThat(shown.path("total").asInt()).isLessThanOrEqualTo(1);
        }
        api.delete("/containers/" + first + "?force=true").ok();
    }

    @Test
    void isolationTheHostCannotDoIsRefusedWithTheReason() {
        JsonNode problem =
                api.post(
                                "/containers",
                                Map.of("host", host, "image", "busybox:1", "isolation", "hyperv"))
                        .problem(422);
        assertThat(problem.path("field").asString()).isEqualTo("isolation");
        assertThat(problem.path("because").asString()).isNotEmpty();
    }

    @Test
    void missingImageSaysPullItFirst() {
        JsonNode problem = operator.tryLaunch(host, "not/here:1", "no-image").problem(404);
        assertThat(problem.path("field").asString()).isEqualTo("image");
        assertThat(problem.path("remedy").asString()).containsIgnoringCase("pull");
        assertThat(world.engine().docker("ps", "-aq", "--filter", "name=no-image")).isEmpty();
    }

    @Test
    void twoPeopleRemovingTheSameContainerAreBothAnsweredAndNothingHangs() throws Exception {
        String key = operator.launch(host, "busybox:1", "shared-fate", "sleep", "600");
        operator.awaitContainer(key, "running");
        Callable<Answer> removal = () -> api.delete("/containers/" + key + "?force=true");
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Integer> statuses =
                    people.invokeAll(List.of(removal, removal, removal)).stream()
                            .map(Future::resultNow)
                            .map(Answer::status)
                            .toList();
            assertThat(statuses)
                    .contains(204)
                    .allMatch(status -> List.of(204, 404, 409).contains(status));
        }
        operator.awaitNoContainer(key);
        api.delete("/containers/" + key).problem(404);
    }

    @Test
    void twentyPeopleLaunchingAtOnceAllGetTheirContainer() throws Exception {
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> wishes =
                    java.util.stream.IntStream.range(0, 20)
                            .<Callable<String>>mapToObj(number ->
                                    () ->
                                            operator.launch(
                                                    host,
                                                    "busybox:1",
                                                    "crowd-" + number,
                                                    "sleep",
                                                    "600"))
                            .toList();
            List<String> keys =
                    people.invokeAll(wishes).stream().map(Future::resultNow).distinct().toList();
            assertThat(keys).hasSize(20);
            operator.until(
                    "/containers?text=crowd-&status=running",
                    list -> list.path("total").asInt() == 20);
            List<Callable<Answer>> removals =
                    keys.stream()
                            .<Callable<Answer>>map(
                                    key -> () -> api.delete("/containers/" + key + "?force=true"))
                            .toList();
            people.invokeAll(removals).forEach(removed -> removed.resultNow().ok());
            operator.until("/containers?text=crowd-", list -> list.path("total").asInt() == 0);
        }
    }

    @Test
    void burstOfFiveThousandLinesArrivesWholeAndInOrder() {
        String key =
                operator.launch(
                        host,
                        "busybox:1",
                        "talkative",
                        "sh",
                        "-c",
                        "i=0; while [ $i -lt 5000 ]; do i=$((i+1)); echo line $i; done");
        operator.awaitContainer(key, "stopped");
        List<String> lines = operator.log(key).lines().toList();
        assertThat(lines).hasSize(5000);
        assertThat(lines.get(0)).isEqualTo("line 1");
        assertThat(lines.get(4999)).isEqualTo("line 5000");
        assertThat(api.get("/containers/" + key + "/logs?tail=10").ok().body().lines()).hasSize(10);
        api.delete("/containers/" + key).ok();
    }

    @Test
    void tokenOfNobodyOpensNothingAndUnknownThingsAre404() {
        for (PortalApi stranger :
                List.of(
                        PortalApi.anonymous(world.portal().address()),
                        PortalApi.withToken(world.portal().address(), "mul_madeup"))) {
            stranger.get("/containers").problem(401);
            stranger.post("/hosts", Map.of("address", "tcp://127.0.0.1:1")).problem(401);
        }
        String nowhere = "00000000-0000-4000-8000-000000000000";
        api.get("/hosts/" + nowhere).problem(404);
        api.get("/activities/" + nowhere).problem(404);
        api.get("/containers/" + nowhere + "." + "a".repeat(64)).problem(404);
        api.get("/containers/nonsense").problem(404);
        api.post("/containers/" + nowhere + "." + "a".repeat(64) + "/stop").problem(404);
    }

    @Test
    void addressThatIsNoneIsRefusedBesideItsField() {
        for (String address : List.of("ftp://example", "unix://relative", "tcp://", "")) {
            Answer answer = api.post("/hosts", Map.of("address", address));
            assertThat(answer.status()).as(address).isIn(400, 422);
            assertThat(answer.problem(answer.status()).path("field").asString())
                    .as(address)
                    .isEqualTo("address");
        }
    }
}
