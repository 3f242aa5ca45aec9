package dev.mullion.docker.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.HostAddress;
import dev.mullion.docker.testing.TestDockerEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class RealEngineContainersTest {

    private final TestDockerEngine engine = TestDockerEngine.start();
    private final DockerClient client =
            DockerClient.open(HostAddress.of(engine.address()), ClientSettings.defaults());

    @BeforeAll
    void image() {
        engine.importBusybox("busybox:1");
    }

    @AfterAll
    void close() {
        client.close();
        engine.close();
    }

    @Test
    void listsContainers() {
        engine.docker("create", "--name", "listed", "--label", "team=qa", "busybox:1");
        assertThat(client.containers().list(ContainerFilter.everything().with("label", "team=qa")))
                .singleElement()
                .satisfies(one -> assertThat(one.name()).isEqualTo("listed"));
    }
}
