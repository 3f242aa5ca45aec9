package dev.mullion.backend.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.backend.host.Host;
import dev.mullion.backend.host.HostFacts;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostSnapshot;
import dev.mullion.backend.host.HostState;
import dev.mullion.backend.host.HostStatus;
import dev.mullion.backend.testing.Problems;
import dev.mullion.docker.HostAddress;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Isolation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LaunchRequestTest {

    private static final String CANARY = "hunter2-canary";

    private static Launch with(Map<String, String> environment) {
        return new Launch(
                ImageReference.of("tool:1"),
                "web",
                Isolation.DEFAULT,
                List.of("login", CANARY),
                new TreeMap<>(environment),
                List.of(),
                null,
                null,
                null,
                null,
                RestartRule.NO,
                new TreeMap<>(),
                true);
    }

    private static HostSnapshot linux() {
        return new HostSnapshot(
                new Host(
                        HostId.random(),
                        "one",
                        HostAddress.of("tcp://127.0.0.1:1"),
                        new TreeMap<>(),
                        Instant.EPOCH),
                new HostStatus(HostState.READY, Instant.EPOCH, null, null, null),
                null,
                new HostFacts(
                        "Docker Engine",
                        "1",
                        "1.41",
                        "linux",
                        "",
                        null,
                        "",
                        "",
                        2,
                        1,
                        "",
                        List.of(),
                        List.of(),
                        false),
                List.of(),
                List.of());
    }

    @Test
    void aSecretInAMistakenNameOfAVariableIsNotRepeatedToTheAudit() {
        var launch = with(Map.of("PASSWORD=" + CANARY, "x"));

        var problem = Problems.of(() -> new LaunchRequest(launch, linux(), "launch it").checked());

        assertThat(problem.field()).contains("environment");
        assertThat(problem.getMessage()).contains("\"PASSWORD=…\"").doesNotContain(CANARY);
    }

    @Test
    void aLaunchShowsNeitherItsVariablesNorItsCommand() {
        var launch = with(Map.of("PASSWORD", CANARY));

        assertThat(launch.auditText()).contains("tool:1", "web").doesNotContain(CANARY);
        assertThat(launch.toString()).doesNotContain(CANARY);
    }
}
