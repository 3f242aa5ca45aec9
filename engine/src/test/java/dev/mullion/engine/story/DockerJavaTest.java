package dev.mullion.engine.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Statistics;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.mullion.docker.testing.TestRegistry;
import dev.mullion.engine.testing.TestMullionEngine;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The client that Testcontainers and other tools of the Java world are built on. */
class DockerJavaTest {

    private static TestMullionEngine engine;
    private static TestRegistry registry;
    private static DockerClient client;

    @BeforeAll
    static void start() {
        engine = TestMullionEngine.start();
        registry = TestRegistry.start(engine);
        engine.importBusybox("busybox:1");
        DefaultDockerClientConfig config =
                DefaultDockerClientConfig.createDefaultConfigBuilder()
                        .withDockerHost(engine.address())
                        .withDockerTlsVerify(false)
                        .withApiVersion("1.44")
                        .build();
        client =
                DockerClientImpl.getInstance(
                        config,
                        new ZerodepDockerHttpClient.Builder()
                                .dockerHost(config.getDockerHost())
                                .build());
    }

    @AfterAll
    static void stop() throws Exception {
        if (client != null) {
            client.close();
        }
        if (registry != null) {
            registry.close();
        }
        if (engine != null) {
            engine.close();
        }
    }

    private static String create(String name, String... command) {
        CreateContainerResponse created =
                client.createContainerCmd("busybox:1").withName(name).withCmd(command).exec();
        return created.getId();
    }

    private static String run(String name, String... command) {
        String id = create(name, command);
        client.startContainerCmd(id).exec();
        return id;
    }

    private static void remove(String id) {
        client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
    }

    private static int await(String id) {
        return client.waitContainerCmd(id).start().awaitStatusCode(20, TimeUnit.SECONDS);
    }

    @Test
    void engineSaysWhatItIs() {
        client.pingCmd().exec();
        assertThat(client.versionCmd().exec().getApiVersion()).isEqualTo("1.47");
        Info info = client.infoCmd().exec();
        assertThat(info.getOsType()).isEqualTo("linux");
        assertThat(info.getNCPU()).isPositive();
        assertThat(info.getMemTotal()).isPositive();
        assertThat(info.getDriver()).isEqualTo("overlay2");
    }

    @Test
    void imagesArePulledListedAndRemoved() throws Exception {
        String reference = registry.publishBusybox("team/java:1", "LABEL owner=java");
        client.pullImageCmd(reference).start().awaitCompletion(30, TimeUnit.SECONDS);
        assertThat(
                        Objects.requireNonNull(client.inspectImageCmd(reference).exec().getConfig())
                                .getLabels())
                .containsEntry("owner", "java");
        assertThat(client.listImagesCmd().withLabelFilter(Map.of("owner", "java")).exec())
                .singleElement()
                .satisfies(image -> assertThat(image.getRepoTags()).containsExactly(reference));
        client.removeImageCmd(reference).exec();
        assertThatThrownBy(() -> client.inspectImageCmd(reference).exec())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("No such image");
        assertThatThrownBy(() ->
                        client.pullImageCmd(registry.reference("team/none:1"))
                                .start()
                                .awaitCompletion(30, TimeUnit.SECONDS))
                .hasMessageContaining("not found");
    }

    @Test
    void containerRunsTellsAndIsRemoved() throws Exception {
        String id = create("j-life", "sh", "-c", "echo out; echo err >&2; exit 3");
        assertThat(client.inspectContainerCmd(id).exec().getState().getStatus())
                .isEqualTo("created");
        client.startContainerCmd(id).exec();
        assertThat(await(id)).isEqualTo(3);
        InspectContainerResponse inspected = client.inspectContainerCmd("j-life").exec();
        assertThat(inspected.getState().getExitCodeLong()).isEqualTo(3);
        assertThat(inspected.getName()).isEqualTo("/j-life");
        assertThat(logs(id)).containsExactlyInAnyOrder("STDOUT: out", "STDERR: err");
        client.removeContainerCmd(id).exec();
        assertThatThrownBy(() -> client.inspectContainerCmd(id).exec())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("No such container: " + id);
    }

    private static List<String> logs(String id) throws Exception {
        Collected<Frame> frames = new Collected<>();
        client.logContainerCmd(id)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(true)
                .exec(frames);
        assertThat(frames.awaitCompletion(20, TimeUnit.SECONDS)).isTrue();
        return frames.all().stream().map(Object::toString).toList();
    }

    @Test
    void programsAreRunInARunningContainer() throws Exception {
        String id = run("j-exec", "sleep", "1000");
        String exec =
                client.execCreateCmd(id)
                        .withCmd("sh", "-c", "echo $A; exit 4")
                        .withEnv(List.of("A=b"))
                        .withAttachStdout(true)
                        .withAttachStderr(true)
                        .exec()
                        .getId();
        Collected<Frame> frames = new Collected<>();
        client.execStartCmd(exec).exec(frames);
        assertThat(frames.awaitCompletion(20, TimeUnit.SECONDS)).isTrue();
        assertThat(frames.all()).extracting(Object::toString).containsExactly("STDOUT: b");
        assertThat(client.inspectExecCmd(exec).exec().getExitCodeLong()).isEqualTo(4);
        assertThat(client.inspectExecCmd(exec).exec().isRunning()).isFalse();
        assertThat(client.topContainerCmd(id).exec().getProcesses()).hasNumberOfRows(1);
        remove(id);
    }

    @Test
    void figuresAndEventsAreStreamed() throws Exception {
        Collected<Event> events = new Collected<>();
        client.eventsCmd().withContainerFilter("j-told").exec(events);
        events.awaitStarted();
        String id = run("j-told", "sleep", "1000");
        Collected<Statistics> stats = new Collected<>();
        client.statsCmd(id).exec(stats);
        stats.next();
        Statistics second = stats.next();
        assertThat(second.getMemoryStats().getUsage()).isPositive();
        assertThat(second.getCpuStats().getSystemCpuUsage())
                .isGreaterThan(second.getPreCpuStats().getSystemCpuUsage());
        assertThat(second.getNetworks()).containsKey("eth0");
        stats.close();
        client.killContainerCmd(id).exec();
        assertThat(await(id)).isEqualTo(137);
        remove(id);
        assertThat(
                        List.of(
                                events.next(),
                                events.next(),
                                events.next(),
                                events.next(),
                                events.next()))
                .extracting(Event::getAction)
                .containsExactly("create", "start", "kill", "die", "destroy");
        events.close();
    }

    @Test
    void listIsFiltered() {
        String running =
                client.createContainerCmd("busybox:1")
                        .withName("j-web")
                        .withLabels(Map.of("team", "java"))
                        .withExposedPorts(ExposedPort.tcp(80))
                        .withHostConfig(
                                HostConfig.newHostConfig()
                                        .withMemory(64L << 20)
                                        .withPortBindings(PortBinding.parse("127.0.0.1:8090:80")))
                        .withCmd("sleep", "1000")
                        .exec()
                        .getId();
        client.startContainerCmd(running).exec();
        String created = create("j-idle", "true");
        assertThat(client.listContainersCmd().withLabelFilter(Map.of("team", "java")).exec())
                .singleElement()
                .satisfies(web -> {
                    assertThat(web.getNames()).containsExactly("/j-web");
                    assertThat(web.getState()).isEqualTo("running");
                    assertThat(web.getPorts())
                            .singleElement()
                            .satisfies(port -> assertThat(port.getPublicPort()).isEqualTo(8090));
                });
        assertThat(
                        client.listContainersCmd()
                                .withShowAll(true)
                                .withNameFilter(List.of("j-idle"))
                                .withStatusFilter(List.of("created"))
                                .exec())
                .extracting(Container::getId)
                .containsExactly(created);
        assertThat(
                        client.inspectContainerCmd(running)
                                .exec()
                                .getNetworkSettings()
                                .getPorts()
                                .getBindings())
                .containsKey(ExposedPort.tcp(80));
        remove(running);
        remove(created);
    }

    @Test
    void whatIsDoneAlreadyOrCannotBeDoneIsTold() {
        String id = run("j-twice", "sleep", "1000");
        assertThatThrownBy(() -> client.startContainerCmd(id).exec())
                .isInstanceOf(NotModifiedException.class);
        assertThatThrownBy(() -> create("j-twice", "true"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("is already in use by container");
        assertThatThrownBy(() -> client.removeContainerCmd(id).exec())
                .isInstanceOf(ConflictException.class);
        client.pauseContainerCmd(id).exec();
        client.unpauseContainerCmd(id).exec();
        client.renameContainerCmd(id).withName("j-renamed").exec();
        client.stopContainerCmd(id).withTimeout(0).exec();
        assertThatThrownBy(() -> client.stopContainerCmd(id).exec())
                .isInstanceOf(NotModifiedException.class);
        client.restartContainerCmd(id).withTimeout(0).exec();
        assertThat(client.inspectContainerCmd("j-renamed").exec().getState().getRunning()).isTrue();
        remove(id);
    }

    @Test
    void volumesAndNetworksAreListed() {
        client.createVolumeCmd().withName("j-data").withLabels(Map.of("a", "b")).exec();
        assertThat(client.inspectVolumeCmd("j-data").exec().getLabels()).containsEntry("a", "b");
        client.removeVolumeCmd("j-data").exec();
        assertThat(client.listNetworksCmd().exec())
                .extracting(network -> network.getName())
                .contains("bridge", "host", "none");
    }

    /** What a stream brought. */
    private static final class Collected<T> extends ResultCallback.Adapter<T> {

        private final BlockingQueue<T> items = new LinkedBlockingQueue<>();

        @Override
        public void onNext(T item) {
            items.add(item);
        }

        T next() throws InterruptedException {
            T item = items.poll(20, TimeUnit.SECONDS);
            assertThat(item).isNotNull();
            return item;
        }

        List<T> all() {
            return List.copyOf(items);
        }
    }
}
