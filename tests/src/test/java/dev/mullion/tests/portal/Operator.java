package dev.mullion.tests.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mullion.tests.portal.PortalApi.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;

/** What a person does with hosts, images and containers, done through the REST API. */
public final class Operator {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Set<String> ENDED =
            Set.of("succeeded", "failed", "cancelled", "interrupted");

    private final PortalApi api;

    /** Works with somebody's token. */
    public Operator(PortalApi api) {
        this.api = api;
    }

    /** The id of the host that the portal adopted at its first start, once it is ready. */
    public String localHost() {
        JsonNode hosts = api.get("/hosts?text=local").json().path("items");
        assertThat(hosts).as("hosts called local").hasSize(1);
        String id = hosts.get(0).path("id").asString();
        awaitHost(id, "ready");
        return id;
    }

    /** Adds a host and waits until the portal sees it. */
    public String addHost(String name, String address) {
        Answer added = api.post("/hosts", Map.of("name", name, "address", address));
        String id = added.json().path("id").asString();
        awaitHost(id, "ready");
        return id;
    }

    /** Waits until a host is in a state, and gives it. */
    public JsonNode awaitHost(String id, String state) {
        return until("/hosts/" + id, host -> host.path("state").asString().equals(state));
    }

    /** Asks for a pull and gives the activity's id. */
    public String pull(String host, String reference) {
        Answer asked = api.post("/images/pull", Map.of("host", host, "reference", reference));
        assertThat(asked.ok().status()).isEqualTo(202);
        return asked.json().path("id").asString();
    }

    /** Waits for an activity's end, whatever that is, and gives it. */
    public JsonNode awaitEnd(String activity) {
        return until(
                "/activities/" + activity, shown -> ENDED.contains(shown.path("state").asString()));
    }

    /** Pulls an image and waits until it is there. */
    public void pullWell(String host, String reference) {
        JsonNode ended = awaitEnd(pull(host, reference));
        assertThat(ended.path("state").asString()).as("%s", ended).isEqualTo("succeeded");
    }

    /** Asks for a container. */
    public Answer tryLaunch(String host, String image, String name, String... command) {
        return api.post(
                "/containers",
                Map.of(
                        "host", host,
                        "image", image,
                        "name", name,
                        "command", List.of(command)));
    }

    /** Launches a container and gives its key. */
    public String launch(String host, String image, String name, String... command) {
        Answer launched = tryLaunch(host, image, name, command);
        assertThat(launched.ok().status()).isEqualTo(201);
        return launched.json().path("key").asString();
    }

    /** Waits until a container is in a state, and gives its row. */
    public JsonNode awaitContainer(String key, String status) {
        return until("/containers/" + key, row -> row.path("status").asString().equals(status));
    }

    /** Waits until the portal knows nothing of a container any more. */
    public void awaitNoContainer(String key) {
        await("container " + key + " to go")
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .until(() -> api.get("/containers/" + key).status() == 404);
    }

    /** A container's whole log. */
    public String log(String key) {
        return api.get("/containers/" + key + "/logs").ok().body();
    }

    /** Waits until a path of the API gives something that fits, and gives that. */
    public JsonNode until(String path, Predicate<JsonNode> fits) {
        AtomicReference<Answer> last = new AtomicReference<>(api.get(path));
        try {
            await(path)
                    .atMost(PATIENCE)
                    .pollInterval(POLL)
                    .until(() -> {
                        Answer answer = api.get(path);
                        last.set(answer);
                        return answer.status() == 200 && fits.test(answer.json());
                    });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("%s stays %s".formatted(path, last.get()), e);
        }
        return last.get().json();
    }
}
