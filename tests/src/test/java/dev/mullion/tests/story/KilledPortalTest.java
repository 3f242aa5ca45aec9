package dev.mullion.tests.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.testing.RegistryProxy;
import dev.mullion.tests.World;
import dev.mullion.tests.portal.Operator;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A power cut in the middle of a pull. */
class KilledPortalTest {

    @Test
    void portalKilledDuringAPullSaysSoAndLosesNothingElse() throws Exception {
        try (World world = World.start();
                RegistryProxy proxy = RegistryProxy.before(world.registry())) {
            Operator operator = new Operator(world.api());
            String host = operator.localHost();
            String kept = operator.launch(host, "busybox:1", "kept", "sleep", "600");
            operator.awaitContainer(kept, "running");
            world.registry().publishImage("killed/large:1", 8 << 20);

            proxy.holdAfter(1 << 20);
            String pull = operator.pull(host, proxy.reference("killed/large:1"));
            proxy.awaitHold(Duration.ofSeconds(30));
            operator.until(
                    "/activities/" + pull,
                    activity ->
                            activity.path("state").asString().equals("running")
                                    && activity.path("progress").path("current").asLong() > 0);

            world.portal().kill();
            world.engine().docker("rm", "-f", "kept");
            world.engine().docker("run", "-d", "--name", "meanwhile", "busybox:1", "sleep", "600");
            world.portal().startAgain();

            // the host's truth, and the token still opens the door
            operator.awaitHost(host, "ready");
            operator.awaitNoContainer(kept);
            operator.until("/containers?text=meanwhile", list -> list.path("total").asInt() == 1);

            JsonNode killed = operator.awaitEnd(pull);
            assertThat(killed.path("state").asString()).isEqualTo("interrupted");
            assertThat(killed.path("outcome").asString()).isNotEmpty();

            // a pull is safe to repeat: a new activity does, and says whose repetition it is
            proxy.release();
            JsonNode again =
                    operator.until(
                                    "/activities?text=large",
                                    list -> list.path("total").asInt() == 2)
                            .path("items")
                            .get(0);
            assertThat(again.path("repeats").asString()).isEqualTo(pull);
            JsonNode ended = operator.awaitEnd(again.path("id").asString());
            assertThat(ended.path("state").asString()).as("%s", ended).isEqualTo("succeeded");
            assertThat(world.engine().docker("images", "-q", proxy.reference("killed/large:1")))
                    .isNotEmpty();
        }
    }
}
