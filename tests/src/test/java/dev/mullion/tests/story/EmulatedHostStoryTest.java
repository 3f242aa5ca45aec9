package dev.mullion.tests.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.engine.testing.TestMullionEngine;
import dev.mullion.tests.SharedWorld;
import dev.mullion.tests.World;
import dev.mullion.tests.portal.Operator;
import dev.mullion.tests.portal.PortalApi;
import dev.mullion.tests.portal.PortalApi.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A pretended Windows host beside the real one: what a team member sees of it and does there. */
@ExtendWith(SharedWorld.class)
class EmulatedHostStoryTest {

    private final PortalApi api;
    private final Operator operator;

    EmulatedHostStoryTest(World world) {
        this.api = world.api();
        this.operator = new Operator(api);
    }

    @Test
    void aPretendedWindowsSaysSoAndRunsContainersInHypervIsolation() {
        try (TestMullionEngine engine =
                TestMullionEngine.start(
                        "--emulated=10.0.20348.2700", "--require-isolation=hyperv")) {
            String host = operator.addHost("Emulated Windows", engine.address());
            JsonNode facts = api.get("/hosts/" + host).json().path("facts");
            assertThat(facts.path("emulated").asBoolean()).isTrue();
            assertThat(facts.path("osType").asString()).isEqualTo("windows");
            assertThat(facts.path("osVersion").asString()).isEqualTo("10.0.20348.2700");
            assertThat(facts.path("isolation").toString())
                    .contains("The operator of this host lets nothing run without a kernel");

            String key = launch(host, "hyperv").ok().json().path("key").asString();
            operator.awaitContainer(key, "running");
            assertThat(engine.docker("inspect", "--format", "{{.HostConfig.Isolation}}", "pinging"))
                    .isEqualTo("hyperv");
            assertThat(launch(host, "process").status()).isGreaterThanOrEqualTo(400);
            assertThat(api.delete("/containers/" + key + "?force=true").ok().status())
                    .isEqualTo(204);
            operator.awaitNoContainer(key);
            assertThat(api.delete("/hosts/" + host).ok().status()).isEqualTo(204);
        }
    }

    private Answer launch(String host, String isolation) {
        return api.post(
                "/containers",
                Map.of(
                        "host",
                        host,
                        "image",
                        "emulated/nanoserver:ltsc2019",
                        "name",
                        "pinging",
                        "isolation",
                        isolation,
                        "command",
                        List.of("ping", "-t", "localhost")));
    }
}
