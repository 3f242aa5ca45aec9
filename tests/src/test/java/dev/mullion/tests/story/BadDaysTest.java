package dev.mullion.tests.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.testing.RegistryProxy;
import dev.mullion.docker.testing.TestDockerEngine;
import dev.mullion.docker.testing.TestRegistry;
import dev.mullion.tests.SharedWorld;
import dev.mullion.tests.World;
import dev.mullion.tests.portal.Operator;
import dev.mullion.tests.portal.PortalApi;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Days on which a host fails: each test has a second host of its own to break. */
@ExtendWith(SharedWorld.class)
class BadDaysTest {

    private final PortalApi api;
    private final Operator operator;

    BadDaysTest(World world) {
        this.api = world.api();
        this.operator = new Operator(api);
    }

    @Test
    void hostGoneInTheMiddleIsShownStaleAndComesBack() throws Exception {
        try (TestDockerEngine engine = TestDockerEngine.start();
                TestRegistry registry = TestRegistry.start(engine);
                RegistryProxy proxy = RegistryProxy.before(registry)) {
            engine.importBusybox("busybox:1");
            String host = operator.addHost("vanishing", engine.address());
            String key = operator.launch(host, "busybox:1", "survivor", "sleep", "600");
            operator.awaitContainer(key, "running");
            registry.publishImage("gone/large:1", 4 << 20);
            proxy.holdAfter(1 << 20);
            String pull = operator.pull(host, proxy.reference("gone/large:1"));
            proxy.awaitHold(Duration.ofSeconds(20));

            engine.kill();

            JsonNode lost = operator.awaitHost(host, "unreachable");
            assertThat(lost.path("stale").asBoolean()).isTrue();
            assertThat(lost.path("reason").asString()).isNotEmpty();
            assertThat(lost.path("since").asString()).isNotEmpty();
            JsonNode row = api.get("/containers/" + key).json();
            assertThat(row.path("name").asString()).isEqualTo("survivor");
            assertThat(row.path("stale").asBoolean()).isTrue();
            assertThat(operator.awaitEnd(pull).path("state").asString()).isEqualTo("failed");
            JsonNode problem = api.post("/containers/" + key + "/stop").problem(503);
            assertThat(problem.path("because").asString()).isNotEmpty();
            assertThat(problem.path("remedy").asString()).isNotEmpty();

            engine.restart();

            assertThat(operator.awaitHost(host, "ready").path("stale").asBoolean()).isFalse();
            // without live restore the engine's containers died with it
            JsonNode back =
                    operator.until(
                            "/containers/" + key,
                            now -> !now.path("status").asString().equals("running"));
            assertThat(back.path("stale").asBoolean()).isFalse();
            api.delete("/hosts/" + host).ok();
            api.get("/containers/" + key).problem(404);
        }
    }

    @Test
    void engineRestartedIsFollowedWithoutAnybodyActing() {
        try (TestDockerEngine engine = TestDockerEngine.start()) {
            engine.importBusybox("busybox:1");
            engine.docker(
                    "run",
                    "-d",
                    "--restart",
                    "always",
                    "--name",
                    "again",
                    "busybox:1",
                    "sleep",
                    "99");
            String host = operator.addHost("restarting", engine.address());
            operator.until("/containers?text=again", list -> list.path("total").asInt() == 1);
            engine.restart();
            engine.docker("run", "-d", "--name", "newcomer", "busybox:1", "sleep", "99");
            operator.until("/containers?text=newcomer", list -> list.path("total").asInt() == 1);
            operator.until(
                    "/containers?text=again",
                    list -> list.path("items").path(0).path("status").asString().equals("running"));
            operator.awaitHost(host, "ready");
            api.delete("/hosts/" + host).ok();
        }
    }

    @Test
    void fullDiskFailsThePullWithItsReasonAndTheHostStaysUsable() {
        try (TestDockerEngine engine = TestDockerEngine.start(40 << 20);
                TestRegistry registry = TestRegistry.start(engine)) {
            engine.importBusybox("busybox:1");
            String reference = registry.publishImage("full/large:1", 10 << 20);
            String host = operator.addHost("small", engine.address());
            engine.docker(
                    "run",
                    "--name",
                    "filler",
                    "busybox:1",
                    "sh",
                    "-c",
                    "dd if=/dev/zero of=/fill bs=1M || true");
            JsonNode ended = operator.awaitEnd(operator.pull(host, reference));
            assertThat(ended.path("state").asString()).isEqualTo("failed");
            assertThat(ended.path("outcome").asString()).containsIgnoringCase("no space left");
            engine.docker("rm", "filler");
            operator.pullWell(host, reference);
            api.delete("/hosts/" + host).ok();
        }
    }

    @Test
    void hostThatDoesNotAnswerAtAllIsNotAddedOrSaysWhy() {
        var answer =
                api.post(
                        "/hosts",
                        java.util.Map.of("name", "nobody", "address", "unix:///tmp/no-such.sock"));
        if (answer.status() == 201) {
            JsonNode host = operator.awaitHost(answer.json().path("id").asString(), "unreachable");
            assertThat(host.path("reason").asString()).contains("no-such.sock");
            api.delete("/hosts/" + host.path("id").asString()).ok();
        } else {
            assertThat(answer.problem(503).path("detail").asString()).contains("no-such.sock");
        }
    }
}
