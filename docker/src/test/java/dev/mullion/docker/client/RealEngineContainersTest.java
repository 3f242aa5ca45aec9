package dev.mullion.docker.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mullion.docker.HostAddress;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.ContainerStats;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.CreateExec;
import dev.mullion.docker.api.EngineEvent;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.PortBinding;
import dev.mullion.docker.api.Resources;
import dev.mullion.docker.testing.TestDockerEngine;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** Containers of a real Docker Engine. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RealEngineContainersTest {

    private static final Duration AT_ONCE = Duration.ZERO;

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

    private String create(@Nullable String name, ContainerConfig config) {
        return client.containers()
                .create(name, CreateContainer.of(config, HostConfig.builder().build()))
                .id()
                .toString();
    }

    private String run(String name, String... command) {
        String id =
                create(name, ContainerConfig.builder("busybox:1").cmd(List.of(command)).build());
        client.containers().start(id);
        return id;
    }

    private static String text(DockerStream<LogFrame> frames, Predicate<LogFrame> which) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (frames.hasNext()) {
            LogFrame frame = frames.next();
            if (which.test(frame)) {
                all.writeBytes(frame.bytes());
            }
        }
        return all.toString(UTF_8);
    }

    @Test
    void engineSaysWhatItIs() {
        assertThat(client.ping().osType()).isEqualTo("linux");
        assertThat(client.apiVersion()).isEqualTo(client.ping().apiVersion());
        assertThat(client.version().components()).isNotEmpty();
        assertThat(client.info().cpus()).isPositive();
        assertThat(client.diskUsage().images()).isNotEmpty();
    }

    @Test
    void containerIsCreatedListedRenamedAndRemoved() {
        String id =
                create(
                        "listed",
                        ContainerConfig.builder("busybox:1")
                                .labels(Map.of("team", "qa", "html", "<b>&\"'"))
                                .build());
        assertThat(client.containers().list(ContainerFilter.everything().with("label", "team=qa")))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.name()).isEqualTo("listed");
                    assertThat(one.state()).isEqualTo("created");
                    assertThat(one.labels()).containsEntry("html", "<b>&\"'");
                });
        client.containers().rename(id, "renamed");
        assertThat(client.containers().inspect("renamed").id()).hasToString(id);
        client.containers().remove(id, false, true);
        assertThatExceptionOfType(NoSuchObjectException.class)
                .isThrownBy(() -> client.containers().inspect(id))
                .withMessageContaining("No such container");
    }

    @Test
    void limitsAndPortsArriveAtTheEngine() {
        HostConfig host =
                HostConfig.builder()
                        .resources(
                                Resources.builder().memory(64 << 20).nanoCpus(500_000_000).build())
                        .portBindings(
                                Map.of("80/tcp", List.of(new PortBinding("127.0.0.1", "8081"))))
                        .build();
        ContainerConfig config =
                ContainerConfig.builder("busybox:1")
                        .exposedPorts(Map.of("80/tcp", Map.of()))
                        .build();
        client.containers().create("limited", CreateContainer.of(config, host));
        HostConfig seen = client.containers().inspect("limited").hostConfig();
        assertThat(seen.resources().memory()).isEqualTo(64 << 20);
        assertThat(seen.resources().nanoCpus()).isEqualTo(500_000_000);
        assertThat(seen.portBindings()).isEqualTo(host.portBindings());
    }

    @Test
    void takenNameIsAConflictAndMissingImageIsMissing() {
        create("taken", ContainerConfig.builder("busybox:1").build());
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> create("taken", ContainerConfig.builder("busybox:1").build()))
                .withMessageContaining("already in use");
        assertThatExceptionOfType(NoSuchObjectException.class)
                .isThrownBy(() -> create(null, ContainerConfig.builder("nobody/none:1").build()))
                .withMessageContaining("No such image");
    }

    @Test
    void startedTwiceIsNoErrorAndStoppedItEnds() {
        String id = run("twice", "sleep", "600");
        client.containers().start(id);
        client.containers().pause(id);
        assertThat(client.containers().inspect(id).state().paused()).isTrue();
        client.containers().unpause(id);
        client.containers().restart(id, AT_ONCE);
        client.containers().stop(id, AT_ONCE);
        client.containers().stop(id, AT_ONCE);
        assertThat(client.containers().inspect(id).state().exitCode()).isEqualTo(137);
    }

    @Test
    void waitingTellsHowItEndedAndGivesUpInTime() {
        String id = run("waited", "sh", "-c", "trap 'exit 7' TERM; while :; do sleep 0.1; done");
        assertThatExceptionOfType(EngineTimeoutException.class)
                .isThrownBy(() ->
                        client.containers()
                                .waitFor(id, WaitCondition.NOT_RUNNING, Duration.ofMillis(200)))
                .withMessageContaining("it did not end within 0.2 s");
        CompletableFuture<Long> ended =
                CompletableFuture.supplyAsync(() ->
                        client.containers().waitFor(id, WaitCondition.NEXT_EXIT).statusCode());
        client.containers().kill(id, "SIGTERM");
        assertThat(client.containers().waitFor(id, WaitCondition.NOT_RUNNING).statusCode())
                .isEqualTo(7);
        ended.cancel(true);
    }

    @Test
    void burstOfFiveThousandLinesIsWhole() {
        String id = run("burst", "sh", "-c", "seq 1 5000; seq 1 5000 >&2");
        client.containers().waitFor(id, WaitCondition.NOT_RUNNING);
        StringBuilder expected = new StringBuilder();
        for (int i = 1; i <= 5000; i++) {
            expected.append(i).append('\n');
        }
        for (LogFrame.Source source : List.of(LogFrame.Source.STDOUT, LogFrame.Source.STDERR)) {
            try (var log = client.containers().logs(id, LogQuery.everything())) {
                assertThat(text(log, frame -> frame.source() == source))
                        .isEqualTo(expected.toString());
            }
        }
        try (var log = client.containers().logs(id, LogQuery.last(2).withTimestamps())) {
            assertThat(text(log, frame -> true)).contains("Z 5000\n").hasLineCount(2);
        }
    }

    @Test
    void logIsFollowedAndEndsWithTheContainer() {
        String id = run("followed", "sh", "-c", "echo one; sleep 1; echo two");
        try (var log = client.containers().logs(id, LogQuery.everything().following())) {
            assertThat(text(log, frame -> true)).isEqualTo("one\ntwo\n");
        }
    }

    @Test
    void logOfATerminalIsRaw() {
        String id =
                create(
                        "terminal",
                        ContainerConfig.builder("busybox:1")
                                .cmd(List.of("echo", "shown"))
                                .tty(true)
                                .build());
        client.containers().start(id);
        client.containers().waitFor(id, WaitCondition.NOT_RUNNING);
        try (var log = client.containers().logs(id, LogQuery.everything())) {
            assertThat(text(log, frame -> true)).isEqualTo("shown\r\n");
        }
    }

    @Test
    void attachedCatEndsWhenItsInputIsClosed() {
        String id =
                create(
                        "cat",
                        ContainerConfig.builder("busybox:1")
                                .cmd(List.of("sh", "-c", "cat; echo done; echo bad >&2"))
                                .attachStdin(true)
                                .openStdin(true)
                                .stdinOnce(true)
                                .build());
        try (HijackedConnection attached =
                client.containers().attach(id, AttachOptions.everything())) {
            client.containers().start(id);
            attached.write("typed\n".getBytes(UTF_8));
            attached.closeStdin();
            List<LogFrame> frames = new ArrayList<>();
            attached.output().forEachRemaining(frames::add);
            assertThat(frames.stream().map(f -> f.source() + " " + f.text()).toList())
                    .containsExactlyInAnyOrder("STDOUT typed\n", "STDOUT done\n", "STDERR bad\n");
        }
    }

    @Test
    void execTakesFiveMegabytesAndGivesThemBack() throws Exception {
        String id = run("exec", "sleep", "600");
        byte[] sent = new byte[5 << 20];
        new Random(1).nextBytes(sent);
        String exec = client.execs().create(id, CreateExec.of("sh", "-c", "cat; exit 3")).id();
        try (HijackedConnection connection = client.execs().start(exec, false)) {
            Thread writer =
                    Thread.startVirtualThread(() -> {
                        connection.write(sent);
                        connection.closeStdin();
                    });
            ByteArrayOutputStream back = new ByteArrayOutputStream();
            connection.output().forEachRemaining(frame -> back.writeBytes(frame.bytes()));
            writer.join();
            assertThat(back.toByteArray()).isEqualTo(sent);
        }
        assertThat(client.execs().inspect(exec).exitCode()).isEqualTo(3);
    }

    @Test
    void execOnATerminalIsResized() {
        String id = run("resized", "sleep", "600");
        CreateExec request =
                new CreateExec(
                        null,
                        List.of(),
                        true,
                        true,
                        true,
                        true,
                        List.of(),
                        List.of("sh"),
                        false,
                        null,
                        null);
        String exec = client.execs().create(id, request).id();
        try (HijackedConnection connection = client.execs().start(exec, true)) {
            client.execs().resize(exec, 33, 101);
            connection.write("stty size; exit\n".getBytes(UTF_8));
            assertThat(text(connection.output(), frame -> true)).contains("33 101\r\n");
        }
    }

    @Test
    void eventsTellWhatHappens() {
        try (DockerStream<EngineEvent> events =
                client.events(EventQuery.fromNow().with("container", "eventful"))) {
            run("eventful", "true");
            List<String> actions = new ArrayList<>();
            while (!actions.contains("die")) {
                EngineEvent event = events.next();
                assertThat(event.actor().attributes()).containsEntry("name", "eventful");
                actions.add(event.action());
            }
            assertThat(actions).containsSubsequence("create", "start", "die");
        }
    }

    @Test
    void statisticsCome() {
        String id = run("measured", "sleep", "600");
        try (DockerStream<ContainerStats> stats = client.containers().stats(id, true)) {
            stats.next();
            ContainerStats second = stats.next();
            assertThat(second.cpuStats().systemCpuUsage()).isPositive();
            assertThat(second.memoryStats().limit()).isPositive();
            assertThat(second.read()).isNotNull();
        }
        try (DockerStream<ContainerStats> once = client.containers().stats(id, false)) {
            once.next();
            assertThat(once.hasNext()).isFalse();
        }
    }

    @Test
    void closingABlockedStreamFromAnotherThreadEndsIt() throws Exception {
        DockerStream<EngineEvent> events =
                client.events(EventQuery.fromNow().with("container", "never-there"));
        CountDownLatch reading = new CountDownLatch(1);
        CompletableFuture<Boolean> next = new CompletableFuture<>();
        Thread reader =
                Thread.startVirtualThread(() -> {
                    reading.countDown();
                    next.complete(events.hasNext());
                });
        reading.await();
        events.close();
        assertThat(next.get(10, TimeUnit.SECONDS)).isFalse();
        reader.join();
    }

    @Test
    void interruptingAVirtualThreadCancelsItsCall() throws Exception {
        String id = run("endless", "sleep", "600");
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiter =
                Thread.startVirtualThread(() -> {
                    try {
                        client.containers().waitFor(id, WaitCondition.NOT_RUNNING);
                    } catch (DockerException e) {
                        thrown.set(e);
                    }
                });
        waiter.interrupt();
        assertThat(waiter.join(Duration.ofSeconds(10))).isTrue();
        assertThat(thrown.get())
                .isInstanceOf(CallCancelledException.class)
                .hasMessageContaining("interrupted");
    }

    @Test
    void closingTheClientEndsItsStreamsAndRefusesCalls() throws Exception {
        DockerClient other =
                DockerClient.open(HostAddress.of(engine.address()), ClientSettings.defaults());
        DockerStream<EngineEvent> events =
                other.events(EventQuery.fromNow().with("container", "never-there"));
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                failure.complete(new AssertionError("element " + events.hasNext()));
            } catch (DockerException e) {
                failure.complete(e);
            }
        });
        other.close();
        assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(CallCancelledException.class);
        assertThatExceptionOfType(CallCancelledException.class).isThrownBy(other::ping);
    }

    @Test
    void strangeNamesNeverReachTheEngine() {
        for (String name : List.of("../images/json", "a/json?x=", "..", "a%2Fb")) {
            assertThat(catchThrowable(() -> client.containers().inspect(name)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatExceptionOfType(EngineRefusedException.class)
                .isThrownBy(
                        () -> create("a&b=c d/..", ContainerConfig.builder("busybox:1").build()))
                .withMessageContaining("Invalid container name");
    }
}
