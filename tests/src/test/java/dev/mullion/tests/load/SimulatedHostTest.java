package dev.mullion.tests.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.HostAddress;
import dev.mullion.docker.api.ContainerSummary;
import dev.mullion.docker.api.EngineEvent;
import dev.mullion.docker.client.ClientSettings;
import dev.mullion.docker.client.ContainerFilter;
import dev.mullion.docker.client.DockerClient;
import dev.mullion.docker.client.DockerStream;
import dev.mullion.docker.client.EventQuery;
import dev.mullion.docker.testing.TestDockerEngine;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The simulated host must say what a real engine says, or the figures taken from it mean nothing.
 */
class SimulatedHostTest {

    @Test
    void saysWhatARealEngineSays() {
        try (TestDockerEngine engine = TestDockerEngine.start();
                SimulatedHost simulated = SimulatedHost.start(3)) {
            engine.importBusybox("busybox:1");
            engine.docker(
                    "run", "-d", "--name", "real", "-p", "8080:80", "busybox:1", "sleep", "99");
            try (DockerClient real = open(engine.address());
                    DockerClient fake = open(simulated.address())) {
                ContainerSummary one = list(real).getFirst();
                ContainerSummary other = list(fake).getFirst();
                assertThat(other.state()).isEqualTo(one.state());
                assertThat(other.status()).startsWith("Up ");
                assertThat(one.status()).startsWith("Up ");
                assertThat(other.ports().getFirst().type())
                        .isEqualTo(one.ports().getFirst().type());
                assertThat(fake.version().apiVersion()).isEqualTo(real.version().apiVersion());
                assertThat(fake.info().driver()).isEqualTo(real.info().driver());
                assertThat(fake.containers().inspect(other.id().toString()).name())
                        .isEqualTo("/" + other.name());
            }
        }
    }

    @Test
    void tellsOfEveryContainerThatStopsOrStarts() throws Exception {
        try (SimulatedHost simulated = SimulatedHost.start(10);
                DockerClient client = open(simulated.address());
                DockerStream<EngineEvent> events = client.events(EventQuery.fromNow())) {
            simulated.churn(100);
            EngineEvent first = events.next();
            EngineEvent second = events.next();
            assertThat(List.of(first.action(), second.action())).containsOnly("die");
            assertThat(first.actor().id()).isNotEqualTo(second.actor().id());
            assertThat(list(client)).hasSize(10);
        }
    }

    private static DockerClient open(String address) {
        return DockerClient.open(HostAddress.of(address), ClientSettings.defaults());
    }

    private static List<ContainerSummary> list(DockerClient client) {
        return client.containers().list(ContainerFilter.everything());
    }
}
