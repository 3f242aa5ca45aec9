package dev.mullion.tests.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.engine.testing.TestMullionEngine;
import dev.mullion.tests.SharedWorld;
import dev.mullion.tests.World;
import dev.mullion.tests.portal.Operator;
import dev.mullion.tests.portal.PortalApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An engine that does only what its portal has admitted, on a pretended Windows and on Linux. */
@ExtendWith(SharedWorld.class)
class GuardedEngineStoryTest {

    private final PortalApi api;
    private final Operator operator;
    private final Path key;

    GuardedEngineStoryTest(World world) {
        this.api = world.api();
        this.operator = new Operator(api);
        this.key = world.portal().admissionKeyFile();
    }

    @Test
    void onlyThePortalHasAGuardedEngineRunSomething() {
        try (TestMullionEngine engine =
                TestMullionEngine.start("--emulated=10.0.20348.2700", "--guarded=" + key)) {
            String image = "emulated/nanoserver:ltsc2022";
            assertThat(engine.docker("info", "--format", "{{.Labels}}"))
                    .contains("dev.mullion.guarded=true");
            assertThatThrownBy(() -> engine.docker("run", "-d", image, "ping", "-t", "localhost"))
                    .hasMessageContaining("through the portal");

            String host = operator.addHost("Guarded", engine.address());
            String container =
                    api.post(
                                    "/containers",
                                    Map.of(
                                            "host",
                                            host,
                                            "image",
                                            image,
                                            "name",
                                            "a_b",
                                            "isolation",
                                            "hyperv",
                                            "command",
                                            List.of("ping", "-t", "localhost")))
                            .ok()
                            .json()
                            .path("key")
                            .asString();
            operator.awaitContainer(container, "running");
            for (String verb : List.of("pause", "unpause", "restart?grace=0", "stop?grace=0")) {
                api.post("/containers/" + container + "/" + verb, Map.of()).ok();
            }
            api.post("/containers/" + container + "/start", Map.of()).ok();
            for (String[] past :
                    new String[][] {
                        {"start", "a_b"},
                        {"restart", "a_b"},
                        {"update", "--restart", "always", "a_b"},
                        {"exec", "a_b", "cmd", "/c", "echo", "x"},
                    }) {
                assertThatThrownBy(() -> engine.docker(past))
                        .as(past[0])
                        .hasMessageContaining("guarded");
            }
            engine.docker("rm", "-f", "a_b");
            operator.awaitNoContainer(container);
            api.delete("/hosts/" + host).ok();
        }
    }

    @Test
    void aGuardedEngineOnLinuxTakesWhatThePortalAdmits() {
        try (TestMullionEngine engine = TestMullionEngine.start("--guarded=" + key)) {
            engine.importBusybox("busybox:1");
            String host = operator.addHost("Guarded Linux", engine.address());
            String container = operator.launch(host, "busybox:1", "web", "sleep", "1000");
            operator.awaitContainer(container, "running");
            assertThatThrownBy(() -> engine.docker("run", "--rm", "busybox:1", "true"))
                    .hasMessageContaining("through the portal");
            api.delete("/containers/" + container + "?force=true").ok();
            operator.awaitNoContainer(container);
            api.delete("/hosts/" + host).ok();
        }
    }

    @Test
    void thePortalsOwnHalfOfTheKeyIsItsOwn() throws Exception {
        var secret = key.resolveSibling("admission-key");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(key)).startsWith("-----BEGIN PUBLIC KEY-----");
    }
}
