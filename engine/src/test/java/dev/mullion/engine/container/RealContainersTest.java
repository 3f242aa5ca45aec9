package dev.mullion.engine.container;

import static dev.mullion.engine.container.ContainerHost.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.HostConfigBuilder;
import dev.mullion.docker.testing.BusyboxImage;
import dev.mullion.docker.testing.Programs;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.archive.ArchiveLimits;
import dev.mullion.engine.linux.CrunRuntime;
import dev.mullion.engine.linux.layer.OverlayLayers;
import dev.mullion.engine.linux.network.BridgeNetworks;
import dev.mullion.engine.volume.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over crun, overlayfs and a bridge of this machine. */
class RealContainersTest {

    private ContainerHost host;
    private Path folder;

    @BeforeEach
    void open() throws Exception {
        String instance = HexFormat.of().toHexDigits(new Random().nextInt());
        folder = Files.createTempDirectory(Path.of("/tmp"), "mullion-containers-");
        Path run = Files.createDirectories(folder.resolve("run"));
        ArchiveLimits limits = new ArchiveLimits(1L << 30, 100_000);
        host =
                new ContainerHost(
                        folder,
                        CrunRuntime.open(run, instance, Clock.systemUTC(), null),
                        new OverlayLayers(folder.resolve("data/layers"), run, limits),
                        new BridgeNetworks(instance));
        Path root = Files.createDirectory(folder.resolve("busybox"));
        BusyboxImage.lay(root, 0);
        Path archive = folder.resolve("busybox.tar");
        Programs.run(
                Map.of(),
                List.of("tar", "-C", root.toString(), "-cf", archive.toString(), "."),
                Duration.ofSeconds(20));
        try (InputStream tar = Files.newInputStream(archive)) {
            host.imageOf(tar);
        }
    }

    @AfterEach
    void close() throws Exception {
        host.close();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
                .doesNotContain(folder.toString());
    }

    private static HostConfigBuilder bridge() {
        return HostConfig.builder().networkMode("bridge");
    }

    private ContainerId run(HostConfig config, String... command) {
        ContainerId id = host.create("one", request(config, command));
        host.containers.start("one");
        return id;
    }

    @Test
    void aProgramRunsOnABridgeAndItsEndIsKept() throws Exception {
        ContainerId id =
                run(bridge().build(), "sh", "-c", "ip addr show eth0 && hostname && exit 7");
        host.awaitPhase(id, Phase.EXITED);

        assertThat(host.view(id).exitCode()).isEqualTo(7);
        assertThat(Files.readString(host.view(id).log()))
                .contains("inet ")
                .contains(id.shortened());
        ContainerHost.await("its end is told", () -> told().contains("die 7"));
        assertThat(host.told()).containsExactly("create", "start", "die 7");
    }

    private List<String> told() {
        try {
            return host.told();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void eventsOfARealStopKillAndRestartComeInDockersOrder() throws Exception {
        ContainerId id =
                run(
                        bridge().build(),
                        "sh",
                        "-c",
                        "trap 'exit 0' TERM; echo ready; while true; do sleep 0.05; done");
        awaitReady(id, 1);
        host.containers.restart("one", null, 10);
        awaitReady(id, 2);
        host.containers.stop("one", null, 10);
        host.containers.start("one");
        host.containers.remove("one", true, true);
        assertThat(host.told())
                .containsExactly(
                        "create", "start", "kill 15", "die 0", "stop", "start", "restart",
                        "kill 15", "die 0", "stop", "start", "kill 9", "die 137", "destroy");
    }

    private void awaitReady(ContainerId id, int times) {
        ContainerHost.await(
                "it is ready the " + times + ". time",
                () -> {
                    try {
                        return Files.readString(host.view(id).log()).split("ready", -1).length
                                > times;
                    } catch (IOException e) {
                        return false;
                    }
                });
    }

    @Test
    void aMissingProgramIs127AndLeavesNothing() {
        ContainerId id = host.create("one", request(bridge().build(), "nosuch"));
        assertThatThrownBy(() -> host.containers.start("one"))
                .isInstanceOf(EngineProblem.class)
                .hasMessageContaining("executable file not found");
        assertThat(host.view(id).exitCode()).isEqualTo(127);
        assertThat(host.view(id).phase()).isEqualTo(Phase.CREATED);
    }

    @Test
    void aPausedOneStandsStillAndGoesOn() {
        run(bridge().build(), "sleep", "1000");
        host.containers.pause("one");
        assertThat(host.containers.inspect("one", false).state().paused()).isTrue();
        host.containers.unpause("one");
        assertThat(host.containers.inspect("one", false).state().paused()).isFalse();
    }

    @Test
    void bindsVolumesAndMemoryAreWhereTheyWereAskedFor() throws Exception {
        Path bound = folder.resolve("bound/new");
        HostConfig config =
                bridge().binds(List.of(bound + ":/b", "named:/v", "/anon"))
                        .tmpfs(Map.of("/t", "size=1m"))
                        .build();
        ContainerId id = run(config, "sh", "-c", "echo b > /b/f && echo v > /v/f && echo t > /t/f");
        host.awaitPhase(id, Phase.EXITED);
        assertThat(host.view(id).exitCode()).isZero();
        assertThat(bound.resolve("f")).hasContent("b");
        assertThat(host.volumes.mountpoint("named").resolve("f")).hasContent("v");
        assertThat(host.volumes.list(any -> true)).hasSize(2);

        host.containers.remove("one", false, true);
        assertThat(host.volumes.list(any -> true))
                .extracting(Volume::name)
                .containsExactly("named");
    }

    @Test
    void whatRemovesItselfIsGoneWhenItIsToldSo() throws Exception {
        host.create("one", request(bridge().autoRemove(true).build(), "true"));
        var removed = host.containers.await("one", Waits.Condition.REMOVED);
        host.containers.start("one");
        assertThat(removed.get(15, TimeUnit.SECONDS).code()).isZero();

        assertThat(host.containers.all()).isEmpty();
    }
}
