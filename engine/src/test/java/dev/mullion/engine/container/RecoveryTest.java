package dev.mullion.engine.container;

import static dev.mullion.engine.container.ContainerHost.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.RestartPolicy;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    private final ScriptedRuntime machine = new ScriptedRuntime();
    private Path folder;
    private ScriptedLayers layers;
    private ContainerHost host;

    @BeforeEach
    void open() throws Exception {
        folder = Files.createTempDirectory(Path.of("/tmp"), "mullion-containers-");
        layers = new ScriptedLayers(folder.resolve("roots"));
        host = new ContainerHost(folder, machine, layers, new NoDevices());
        host.imageOf(new ByteArrayInputStream(new byte[1024]));
    }

    @AfterEach
    void close() throws Exception {
        host.close();
    }

    private static HostConfig policy(String name) {
        return HostConfig.builder()
                .networkMode("none")
                .restartPolicy(new RestartPolicy(name, 0))
                .build();
    }

    private ContainerId started(String name, HostConfig config, String... command) {
        ContainerId id = host.create(name, request(config, command));
        host.containers.start(name);
        return id;
    }

    @Test
    void whatRanGoesOn() throws Exception {
        ContainerId id = started("one", policy("no"), "sleep");
        long pid = host.view(id).pid();
        machine.engineDied();
        host.openAgain();

        assertThat(host.view(id).phase()).isEqualTo(Phase.RUNNING);
        assertThat(host.view(id).pid()).isEqualTo(pid);
        assertThat(host.told()).isEmpty();
        host.containers.stop("one", null, null);
        assertThat(host.told()).containsExactly("kill 15", "die 143", "stop");
    }

    @Test
    void whatEndedMeanwhileHasItsCode() throws Exception {
        ContainerId id = started("one", policy("no"), "sleep");
        machine.engineDied();
        machine.end(id, 9, false);
        host.openAgain();

        assertThat(host.view(id).phase()).isEqualTo(Phase.EXITED);
        assertThat(host.view(id).exitCode()).isEqualTo(9);
        assertThat(machine.present()).isEmpty();
        assertThat(layers.mounted()).isEmpty();
    }

    @Test
    void afterARestartOfTheMachineTheCodeIsUnknown() throws Exception {
        ContainerId id = started("one", policy("no"), "sleep");
        machine.engineDied();
        machine.machineRestarted();
        host.openAgain();

        assertThat(host.view(id).phase()).isEqualTo(Phase.EXITED);
        assertThat(host.view(id).exitCode()).isEqualTo(255);
    }

    @Test
    void policiesDecideWhatIsStartedWithTheEngine() throws Exception {
        ContainerId always = started("always", policy("always"), "sleep");
        ContainerId unless = started("unless", policy("unless-stopped"), "sleep");
        ContainerId stopped = started("stopped", policy("unless-stopped"), "sleep");
        ContainerId byHand = started("by-hand", policy("always"), "sleep");
        ContainerId failed = started("failed", policy("on-failure"), "sleep");
        ContainerId never = started("never", policy("no"), "sleep");
        host.containers.stop("stopped", null, null);
        host.containers.stop("by-hand", null, null);
        machine.engineDied();
        machine.machineRestarted();
        host.openAgain();

        for (ContainerId id : List.of(always, unless, byHand, failed)) {
            host.awaitPhase(id, Phase.RUNNING);
        }
        assertThat(host.view(stopped).phase()).isEqualTo(Phase.EXITED);
        assertThat(host.view(never).phase()).isEqualTo(Phase.EXITED);
    }

    @Test
    void whatWaitedForItsNextStartIsStarted() throws Exception {
        ContainerId id = started("one", policy("always"), "exit", "1");
        host.awaitPhase(id, Phase.RESTARTING);
        machine.engineDied();
        host.openAgain();
        ContainerHost.await("it is started again", () -> toldNow().contains("start"));
        host.containers.remove(id.hex(), true, false);
    }

    private List<String> toldNow() {
        try {
            return host.told();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatWasHalfMadeOrHalfRemovedGoes() throws Exception {
        ContainerId half = host.create("half-made", request("sleep"));
        ContainerId gone = host.create("half-removed", request("sleep"));
        Path all = folder.resolve("data/containers");
        Files.move(all.resolve(half.hex()), all.resolve(half.hex() + ".creating"));
        Files.move(all.resolve(gone.hex()), all.resolve(gone.hex() + ".removing"));
        machine.engineDied();
        host.openAgain();

        assertThat(host.containers.all()).isEmpty();
        assertThat(layers.writable()).isEmpty();
        try (Stream<Path> left = Files.list(all)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aDamagedRecordIsSetAsideAndHarmsNoOther() throws Exception {
        ContainerId bad = host.create("bad", request("sleep"));
        ContainerId good = host.create("good", request("sleep"));
        Path all = folder.resolve("data/containers");
        Files.writeString(all.resolve(bad.hex()).resolve("container.json"), "{\"Version\":1,");
        machine.engineDied();
        host.openAgain();

        assertThat(host.containers.all()).extracting(ContainerView::id).containsExactly(good);
        assertThat(all.resolve(bad.hex() + ".damaged").resolve("container.json")).exists();
    }

    @Test
    void whatRemovesItselfGoesWhenItEndedMeanwhile() throws Exception {
        HostConfig config = HostConfig.builder().networkMode("none").autoRemove(true).build();
        ContainerId id = started("one", config, "sleep");
        machine.engineDied();
        machine.end(id, 0, false);
        host.openAgain();
        assertThat(host.containers.find(id)).isEmpty();
    }

    @Test
    void everyWordOfARequestOutlivesTheEngine() throws Exception {
        HostConfig config = policy("on-failure").toBuilder().dns(List.of("10.0.0.1")).build();
        ContainerId id = host.create("one", request(config, "sleep", "1 2"));
        String before = host.containers.inspect(id.hex(), false).toString();
        machine.engineDied();
        host.openAgain();
        assertThat(host.containers.inspect(id.hex(), false)).hasToString(before);
    }
}
