package dev.mullion.tests.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.tests.SharedWorld;
import dev.mullion.tests.World;
import dev.mullion.tests.portal.Operator;
import dev.mullion.tests.portal.PortalApi;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * The whole story by script: a host, its images and containers, pull, launch, log, stop, remove.
 */
@ExtendWith(SharedWorld.class)
class RestStoryTest {

    private final World world;
    private final PortalApi api;
    private final Operator operator;

    RestStoryTest(World world) {
        this.world = world;
        this.api = world.api();
        this.operator = new Operator(api);
    }

    @Test
    void hostIsSeenWithItsRealImagesAndContainers() {
        String id =
                world.engine().docker("run", "-d", "--name", "seen", "busybox:1", "sleep", "99");
        JsonNode host = api.get("/hosts/" + operator.localHost()).json();
        assertThat(host.path("facts").path("engineVersion").asString())
                .isEqualTo(world.engine().docker("version", "--format", "{{.Server.Version}}"));
        assertThat(host.path("facts").path("osType").asString()).isEqualTo("linux");
        JsonNode row =
                operator.until("/containers?text=seen", list -> list.path("total").asInt() == 1)
                        .path("items")
                        .get(0);
        assertThat(row.path("key").asString()).endsWith(id);
        assertThat(row.path("image").asString()).isEqualTo("busybox:1");
        assertThat(row.path("status").asString()).isEqualTo("running");
        assertThat(api.get("/images?text=busybox").json().path("items").toString())
                .contains("busybox:1");
        world.engine().docker("rm", "-f", "seen");
        operator.awaitNoContainer(row.path("key").asString());
    }

    @Test
    void pulledLaunchedReadStoppedAndRemoved() {
        String host = operator.localHost();
        String reference = world.registry().publishImage("rest/tool:1", 1 << 20);

        JsonNode pull = operator.awaitEnd(operator.pull(host, reference));
        assertThat(pull.path("state").asString()).as("%s", pull).isEqualTo("succeeded");
        assertThat(pull.path("progress").path("steps")).isNotEmpty();
        assertThat(pull.path("startedBy").asString()).isEqualTo("ada");
        assertThat(world.engine().docker("images", "-q", reference)).isNotEmpty();

        String key =
                operator.launch(
                        host, reference, "rest-story", "sh", "-c", "echo one line; exec sleep 600");
        assertThat(operator.awaitContainer(key, "running").path("name").asString())
                .isEqualTo("rest-story");
        operator.until("/containers/" + key + "/inspect", any -> true);
        assertThat(operator.log(key)).isEqualTo("one line\n");

        assertThat(api.post("/containers/" + key + "/stop?grace=1").ok().status()).isEqualTo(204);
        operator.awaitContainer(key, "stopped");
        assertThat(api.delete("/containers/" + key).ok().status()).isEqualTo(204);
        operator.awaitNoContainer(key);
        assertThat(world.engine().docker("ps", "-a", "--format", "{{.Names}}"))
                .doesNotContain("rest-story");
    }

    @Test
    void everyActOnAContainerDoesWhatItSays() {
        String host = operator.localHost();
        String key = operator.launch(host, "busybox:1", "acts", "sleep", "600");
        operator.awaitContainer(key, "running");
        for (List<String> step :
                List.of(
                        List.of("/pause", "paused"),
                        List.of("/unpause", "running"),
                        List.of("/restart?grace=0", "running"),
                        List.of("/kill?signal=SIGKILL", "stopped"),
                        List.of("/start", "running"))) {
            api.post("/containers/" + key + step.getFirst()).ok();
            operator.awaitContainer(key, step.getLast());
        }
        api.post("/containers/" + key + "/rename", Map.of("name", "acted")).ok();
        operator.until("/containers/" + key, row -> row.path("name").asString().equals("acted"));
        api.delete("/containers/" + key + "?force=true").ok();
        operator.awaitNoContainer(key);
    }

    @Test
    void imageIsTaggedLookedIntoAndRemoved() {
        String host = operator.localHost();
        world.engine().importBusybox("taggable:1", "LABEL team=tests");
        JsonNode row =
                operator.until("/images?text=taggable", list -> list.path("total").asInt() == 1)
                        .path("items")
                        .get(0);
        String key = row.path("key").asString();
        JsonNode view = api.get("/images/" + key).json();
        assertThat(view.path("layers")).hasSize(1);
        assertThat(view.path("layers").get(0).path("bytes").asLong()).isGreaterThan(1_000_000);

        api.post("/images/" + key + "/tag", Map.of("reference", "tagged:2")).ok();
        operator.until("/images?text=tagged:2", list -> list.path("total").asInt() == 1);
        api.delete("/images?host=" + host + "&reference=tagged:2").ok();
        api.delete("/images/" + key).ok();
        operator.until("/images?text=taggable", list -> list.path("total").asInt() == 0);
        assertThat(world.engine().docker("images", "-q", "taggable:1")).isEmpty();
    }

    @Test
    void pruneRemovesOnlyWhatThePreviewShowed() {
        String host = operator.localHost();
        world.engine().importBusybox("pruned:1", "LABEL which=first");
        operator.until("/images?text=pruned", list -> list.path("total").asInt() == 1);
        JsonNode preview =
                api.get("/images/prune?danglingOnly=false&host=" + host).json().path("images");
        List<String> keys =
                StreamSupport.stream(preview.spliterator(), false)
                        .filter(row -> row.path("references").toString().contains("pruned:1"))
                        .map(row -> row.path("key").asString())
                        .toList();
        assertThat(keys).hasSize(1);
        api.post("/images/prune", Map.of("host", host, "danglingOnly", false, "images", keys)).ok();
        operator.until("/images?text=pruned", list -> list.path("total").asInt() == 0);
        assertThat(world.engine().docker("images", "-q", "busybox:1")).isNotEmpty();
    }

    @Test
    void listsAreCutSortedAndSearched() {
        for (String name : List.of("cut-a", "cut-b", "cut-c")) {
            world.engine().docker("create", "--name", name, "busybox:1");
        }
        operator.until("/containers?text=cut-", list -> list.path("total").asInt() == 3);
        JsonNode page =
                api.get("/containers?text=cut-&sort=name&order=desc&offset=1&limit=1").json();
        assertThat(page.path("total").asInt()).isEqualTo(3);
        assertThat(page.path("items")).hasSize(1);
        assertThat(page.path("items").get(0).path("name").asString()).isEqualTo("cut-b");
        assertThat(api.get("/containers?sort=colour").problem(422).path("field").asString())
                .isEqualTo("sort");
        world.engine().docker("rm", "cut-a", "cut-b", "cut-c");
        operator.until("/containers?text=cut-", list -> list.path("total").asInt() == 0);
    }

    @Test
    void openApiDescribesEveryPathTheStoryUsed() {
        JsonNode paths = api.get("/openapi").json().path("paths");
        for (String path :
                List.of(
                        "/api/v1/hosts",
                        "/api/v1/containers/{container}/logs",
                        "/api/v1/images/pull",
                        "/api/v1/activities/{activity}/cancel")) {
            assertThat(paths.has(path)).as(path).isTrue();
        }
    }
}
