package dev.mullion.backend.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mullion.backend.Problem;
import dev.mullion.backend.host.Destination;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostState;
import dev.mullion.backend.host.HostView;
import dev.mullion.backend.image.ImageQuery;
import dev.mullion.backend.image.ImageService;
import dev.mullion.backend.testing.H2File;
import dev.mullion.backend.testing.HostPortal;
import dev.mullion.backend.testing.Problems;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.client.LogQuery;
import dev.mullion.docker.testing.TestDockerEngine;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EngineDownTest {

    @Test
    void anEngineThatIsKilledIsShownStaleAndItsTruthWhenItIsBack() {
        try (var engine = TestDockerEngine.start();
                var database = H2File.create();
                var portal = HostPortal.start(database)) {
            engine.importBusybox("tool:1", "CMD [\"sleep\",\"1000\"]");
            HostId host = portal.addReady("here", engine.address());
            var containers = portal.get(ContainerService.class);
            var launch = Launch.of(ImageReference.of("tool:1"), "web");
            ContainerKey key = containers.launch(Destination.platform(host), launch).key();
            var log = containers.logs(key, LogQuery.everything().following());

            engine.kill();

            HostView lost =
                    portal.await(host, view -> view.status().state() == HostState.UNREACHABLE);
            assertThat(lost.containers()).isEqualTo(1);
            assertThat(lost.facts()).isNotNull();
            assertThat(lost.status().reason()).contains(engine.address());
            ContainerRow row = containers.get(key);
            assertThat(row.stale()).isTrue();
            assertThat(row.status()).isEqualTo(ContainerStatus.RUNNING);
            assertThat(portal.get(ImageService.class).list(ImageQuery.all()).items())
                    .allMatch(image -> image.stale());

            // whoever acts is told at once, whoever reads a log too, and nobody hangs
            Problem stop = Problems.of(() -> containers.stop(key, Duration.ZERO));
            assertThat(stop.kind()).isEqualTo(Problem.Kind.HOST_UNREACHABLE);
            assertThat(stop.getMessage()).contains("\"web\"", "\"here\"");
            assertThat(Problems.of(() -> log.forEachRemaining(_ -> {})).kind())
                    .isEqualTo(Problem.Kind.HOST_UNREACHABLE);

            engine.restart();

            portal.await(host, view -> view.status().state() == HostState.READY);
            await().untilAsserted(() -> {
                assertThat(containers.get(key).stale()).isFalse();
                // the kill took the container along: the host's truth, not ours
                assertThat(containers.get(key).status())
                        .isIn(ContainerStatus.STOPPED, ContainerStatus.FAILED);
            });
            containers.start(key);
            assertThat(containers.get(key).status()).isEqualTo(ContainerStatus.RUNNING);
            containers.remove(key, true, false);
        }
    }

    @Test
    void aFullDiskIsSaidInPlainWords() {
        try (var engine = TestDockerEngine.start(24L << 20);
                var database = H2File.create();
                var portal = HostPortal.start(database)) {
            engine.importBusybox("tool:1", "CMD [\"sleep\",\"1000\"]");
            HostId host = portal.addReady("here", engine.address());
            var containers = portal.get(ContainerService.class);
            engine.docker(
                    "run",
                    "--name",
                    "filler",
                    "tool:1",
                    "sh",
                    "-c",
                    "dd if=/dev/zero of=/fill bs=4096; true");

            Problem full =
                    Problems.of(() -> {
                        for (int i = 0; i < 1000; i++) {
                            containers.launch(
                                    Destination.platform(host),
                                    Launch.of(ImageReference.of("tool:1"), "try-" + i));
                        }
                    });

            assertThat(full.kind()).isEqualTo(Problem.Kind.HOST_REFUSED);
            assertThat(full.because()).contains("\"here\" is full", "no space left on device");
            assertThat(full.remedy()).contains("Remove images and containers");
        }
    }
}
