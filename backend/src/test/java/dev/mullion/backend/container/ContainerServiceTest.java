package dev.mullion.backend.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.mullion.backend.Problem;
import dev.mullion.backend.host.Destination;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.host.HostService;
import dev.mullion.backend.testing.H2File;
import dev.mullion.backend.testing.HostPortal;
import dev.mullion.backend.testing.Problems;
import dev.mullion.docker.ContainerId;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.client.LogQuery;
import dev.mullion.docker.testing.TestDockerEngine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContainerServiceTest {

    private static final ImageReference TOOL = ImageReference.of("tool:1");
    private static final Duration NOW = Duration.ZERO;

    private static TestDockerEngine engine;
    private static H2File database;
    private static HostPortal portal;
    private static HostId host;
    private static ContainerService containers;

    @BeforeAll
    static void start() {
        engine = TestDockerEngine.start();
        engine.importBusybox("tool:1", "CMD [\"sleep\",\"1000\"]");
        database = H2File.create();
        portal = HostPortal.start(database);
        host = portal.addReady("here", engine.address());
        containers = portal.get(ContainerService.class);
    }

    @AfterAll
    static void stop() {
        portal.close();
        database.close();
        engine.close();
    }

    @AfterEach
    void removeContainers() {
        for (ContainerRow row : containers.list(ContainerQuery.all()).items()) {
            containers.remove(row.key(), true, true);
        }
    }

    @Test
    void aContainerLivesFromLaunchToRemovalAndEachStepIsSeenAtOnce() {
        ContainerKey key =
                containers.launch(Destination.platform(host), Launch.of(TOOL, "web")).key();
        assertThat(containers.get(key).status()).isEqualTo(ContainerStatus.RUNNING);
        assertThat(containers.get(key).isolation()).isEqualTo(Isolation.PROCESS);
        assertThat(containers.get(key).hostName()).isEqualTo("here");
        assertThat(containers.inspect(key).name()).isEqualTo("/web");

        containers.pause(key);
        assertThat(containers.get(key).status()).isEqualTo(ContainerStatus.PAUSED);
        containers.unpause(key);
        assertThat(containers.get(key).status()).isEqualTo(ContainerStatus.RUNNING);
        containers.rename(key, "web-2");
        assertThat(containers.get(key).name()).isEqualTo("web-2");
        containers.stop(key, NOW);
        assertThat(containers.get(key).status()).isEqualTo(ContainerStatus.STOPPED);
        containers.start(key);
        containers.restart(key, NOW);
        assertThat(containers.get(key).status()).isEqualTo(ContainerStatus.RUNNING);
        containers.kill(key, "SIGKILL");
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(containers.get(key).status())
                                .isEqualTo(ContainerStatus.STOPPED));

        containers.remove(key, false, true);
        assertThat(containers.list(ContainerQuery.all()).items()).isEmpty();
        assertThat(Problems.of(() -> containers.get(key)).kind()).isEqualTo(Problem.Kind.NOT_FOUND);
    }

    @Test
    void everythingAskedForAtLaunchArrives() {
        Launch launch =
                new Launch(
                        TOOL,
                        "full",
                        Isolation.PROCESS,
                        List.of("sh", "-c", "echo $GREETING; sleep 1000"),
                        new TreeMap<>(Map.of("GREETING", "hi <b>")),
                        List.of(PortMapping.tcp(18080, 80), PortMapping.tcp(0, 81)),
                        64L << 20,
                        0.5,
                        null,
                        null,
                        RestartRule.UNLESS_STOPPED,
                        new TreeMap<>(Map.of("team", "<i>blue</i>")),
                        true);

        ContainerKey key = containers.launch(Destination.platform(host), launch).key();

        var details = containers.inspect(key);
        assertThat(details.hostConfig().resources().memory()).isEqualTo(64L << 20);
        assertThat(details.hostConfig().resources().nanoCpus()).isEqualTo(500_000_000);
        assertThat(details.hostConfig().restartPolicy().name()).isEqualTo("unless-stopped");
        assertThat(details.config().env()).contains("GREETING=hi <b>");
        ContainerRow row = containers.get(key);
        assertThat(row.labels()).containsEntry("team", "<i>blue</i>");
        assertThat(row.ports())
                .anySatisfy(port -> {
                    assertThat(port.publicPort()).isEqualTo(18080);
                    assertThat(port.privatePort()).isEqualTo(80);
                });
        Awaitility.await().untilAsserted(() -> assertThat(log(key)).isEqualTo("hi <b>\n"));
    }

    @Test
    void aMissingImageSaysPullItFirst() {
        Problem problem =
                Problems.of(() ->
                        containers.launch(
                                Destination.platform(host),
                                Launch.of(ImageReference.of("nope:9"), "xx")));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.NOT_FOUND);
        assertThat(problem.field()).contains("image");
        assertThat(problem.getMessage()).contains("nope:9", "Pull it first");
    }

    @Test
    void aTakenNameIsAConflictAtTheName() {
        ContainerKey web =
                containers.launch(Destination.platform(host), Launch.of(TOOL, "web")).key();
        ContainerKey other =
                containers.launch(Destination.platform(host), Launch.of(TOOL, "other")).key();

        Problem atLaunch =
                Problems.of(() ->
                        containers.launch(Destination.platform(host), Launch.of(TOOL, "web")));
        Problem atRename = Problems.of(() -> containers.rename(other, "web"));

        assertThat(atLaunch.kind()).isEqualTo(Problem.Kind.CONFLICT);
        assertThat(atLaunch.field()).contains("name");
        assertThat(atLaunch.because()).contains(web.id().hex());
        assertThat(atRename.kind()).isEqualTo(Problem.Kind.CONFLICT);
        assertThat(atRename.field()).contains("name");
    }

    @Test
    void aTakenPortIsAConflictAndLeavesNothingBehind() {
        containers.launch(Destination.platform(host), withPort("first", 18081));

        Problem problem =
                Problems.of(() ->
                        containers.launch(Destination.platform(host), withPort("second", 18081)));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.CONFLICT);
        assertThat(problem.field()).contains("ports");
        assertThat(problem.because()).contains("18081");
        assertThat(containers.list(ContainerQuery.all()).items())
                .extracting(ContainerRow::name)
                .containsExactly("first");
        assertThat(engine.docker("ps", "-a", "--format", "{{.Names}}")).isEqualTo("first");
    }

    @Test
    void isolationThatTheHostLacksIsRefusedBeforeItIsAsked() {
        Launch launch = Launch.of(TOOL, "xx");
        Launch hyperv =
                new Launch(
                        launch.image(),
                        launch.name(),
                        Isolation.HYPERV,
                        launch.command(),
                        launch.environment(),
                        launch.ports(),
                        null,
                        null,
                        null,
                        null,
                        RestartRule.NO,
                        launch.labels(),
                        true);

        Problem problem = Problems.of(() -> containers.launch(Destination.platform(host), hyperv));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID);
        assertThat(problem.field()).contains("isolation");
        assertThat(problem.because()).contains("does not offer hyperv", "Linux");
    }

    @Test
    void aCommandThatIsNotThereIsSaidAndLeavesNothingBehind() {
        Launch launch =
                new Launch(
                        TOOL,
                        "xx",
                        Isolation.DEFAULT,
                        List.of("no-such-program"),
                        new TreeMap<>(),
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        RestartRule.NO,
                        new TreeMap<>(),
                        true);

        Problem problem = Problems.of(() -> containers.launch(Destination.platform(host), launch));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID);
        assertThat(problem.field()).contains("command");
        assertThat(problem.because()).contains("no-such-program");
        assertThat(containers.list(ContainerQuery.all()).items()).isEmpty();
    }

    @Test
    void nonsenseIsRefusedAtItsFieldBeforeTheHostIsAsked() {
        assertThat(
                        Problems.of(() ->
                                        containers.launch(
                                                Destination.platform(host), Launch.of(TOOL, "-x")))
                                .field())
                .contains("name");
        assertThat(
                        Problems.of(() ->
                                        containers.launch(
                                                Destination.platform(host),
                                                Launch.of(TOOL, "<b>\u001b[31m")))
                                .getMessage())
                .doesNotContain("\u001b");
        assertThat(
                        Problems.of(() ->
                                        containers.launch(
                                                Destination.platform(host), withPort("xx", 70000)))
                                .field())
                .contains("ports");
        assertThat(
                        Problems.of(() ->
                                        containers.launch(
                                                Destination.platform(host), limited(1L, null)))
                                .field())
                .contains("memoryBytes");
        assertThat(
                        Problems.of(() ->
                                        containers.launch(
                                                Destination.platform(host), limited(null, 4096.0)))
                                .field())
                .contains("cpus");
        assertThat(
                        Problems.of(() ->
                                        containers.launch(
                                                Destination.platform(host),
                                                limited(null, Double.NaN)))
                                .field())
                .contains("cpus");
        ContainerKey key =
                containers.launch(Destination.platform(host), Launch.of(TOOL, "ok")).key();
        assertThat(Problems.of(() -> containers.kill(key, "SIG KILL")).field()).contains("signal");
        assertThat(Problems.of(() -> containers.stop(key, Duration.ofSeconds(-1))).field())
                .contains("grace");
    }

    @Test
    void ofManyWhoRemoveTheSameOneDoesAndTheOthersAreToldThatItIsGone() throws Exception {
        for (int round = 0; round < 5; round++) {
            ContainerKey key =
                    containers.launch(Destination.platform(host), Launch.of(TOOL, "web")).key();
            CyclicBarrier together = new CyclicBarrier(4);
            Callable<String> remove =
                    () -> {
                        together.await();
                        try {
                            containers.remove(key, true, false);
                            return "removed";
                        } catch (Problem e) {
                            return e.kind() + (e.because().matches("(?s).*(already).*") ? "" : "?");
                        }
                    };
            try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
                List<String> outcomes =
                        people.invokeAll(List.of(remove, remove, remove, remove)).stream()
                                .map(Future::resultNow)
                                .sorted()
                                .toList();
                // an engine may tell two who come at the same moment that they did it
                assertThat(outcomes).contains("removed").isSubsetOf("removed", "NOT_FOUND");
            }
            assertThat(containers.list(ContainerQuery.all()).items()).isEmpty();
        }
    }

    @Test
    void theSecondToRemoveIsToldThatItWasAlreadyRemoved() {
        ContainerKey key =
                containers.launch(Destination.platform(host), Launch.of(TOOL, "web")).key();
        containers.remove(key, true, false);

        Problem second = Problems.of(() -> containers.remove(key, true, false));

        assertThat(second.kind()).isEqualTo(Problem.Kind.NOT_FOUND);
        assertThat(second.because()).contains("already removed");
        for (var call :
                List.<ThrowingCallable>of(
                        () -> containers.start(key),
                        () -> containers.inspect(key),
                        () -> containers.logs(key, LogQuery.everything()),
                        () -> containers.rename(key, "other"))) {
            assertThat(Problems.of(call).kind()).isEqualTo(Problem.Kind.NOT_FOUND);
        }
    }

    @Test
    void whatDoesNotFitTheStateIsAConflictWithAWayOut() {
        ContainerKey key =
                containers.launch(Destination.platform(host), Launch.of(TOOL, "web")).key();

        assertThat(Problems.of(() -> containers.unpause(key)).kind())
                .isEqualTo(Problem.Kind.CONFLICT);
        Problem running = Problems.of(() -> containers.remove(key, false, false));
        assertThat(running.kind()).isEqualTo(Problem.Kind.CONFLICT);
        assertThat(running.remedy()).contains("Stop it first");
        containers.pause(key);
        Problem paused = Problems.of(() -> containers.start(key));
        assertThat(paused.kind()).isEqualTo(Problem.Kind.CONFLICT);
        assertThat(paused.remedy()).contains("Unpause it first");
        assertThat(Problems.of(() -> containers.pause(key)).kind())
                .isEqualTo(Problem.Kind.CONFLICT);
        containers.unpause(key);
        containers.stop(key, NOW);
        assertThat(Problems.of(() -> containers.pause(key)).kind())
                .isEqualTo(Problem.Kind.CONFLICT);
        assertThat(Problems.of(() -> containers.kill(key, "SIGKILL")).kind())
                .isEqualTo(Problem.Kind.CONFLICT);
    }

    @Test
    void aPausedContainerCanBeStopped() {
        ContainerKey key =
                containers.launch(Destination.platform(host), Launch.of(TOOL, "web")).key();
        containers.pause(key);

        containers.stop(key, NOW);

        assertThat(containers.get(key).status()).isEqualTo(ContainerStatus.STOPPED);
    }

    @Test
    void whatEndsWithAnErrorOfItsOwnHasFailed() {
        engine.docker("run", "-d", "--name", "bad", "tool:1", "sh", "-c", "exit 3");
        engine.docker("run", "-d", "--name", "good", "tool:1", "true");
        engine.docker("create", "--name", "new", "tool:1");

        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(containers.list(ContainerQuery.all()).items())
                                .extracting(ContainerRow::name, ContainerRow::status)
                                .containsExactly(
                                        tuple("bad", ContainerStatus.FAILED),
                                        tuple("good", ContainerStatus.STOPPED),
                                        tuple("new", ContainerStatus.CREATED)));
        assertThat(
                        containers
                                .list(
                                        new ContainerQuery(
                                                "",
                                                Set.of(host),
                                                Set.of(ContainerStatus.FAILED),
                                                null,
                                                null,
                                                null,
                                                ContainerQuery.Sort.STATUS,
                                                false,
                                                0,
                                                10))
                                .items())
                .extracting(ContainerRow::name)
                .containsExactly("bad");
    }

    @Test
    void aFailingHealthCheckIsSeen() {
        engine.docker(
                "run",
                "-d",
                "--name",
                "ill",
                "--health-cmd",
                "false",
                "--health-interval",
                "100ms",
                "--health-retries",
                "1",
                "tool:1");

        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(containers.list(ContainerQuery.all()).items())
                                .extracting(ContainerRow::status)
                                .containsExactly(ContainerStatus.UNHEALTHY));
    }

    @Test
    void anUnknownHostIsNotFound() {
        HostId nobody = HostId.random();
        ContainerKey key = new ContainerKey(nobody, ContainerId.of("a".repeat(64)));

        assertThat(Problems.of(() -> containers.get(key)).kind()).isEqualTo(Problem.Kind.NOT_FOUND);
        assertThat(Problems.of(() -> containers.start(key)).kind())
                .isEqualTo(Problem.Kind.NOT_FOUND);
        assertThat(
                        Problems.of(() ->
                                        containers.launch(
                                                Destination.platform(nobody),
                                                Launch.of(TOOL, "xx")))
                                .kind())
                .isEqualTo(Problem.Kind.NOT_FOUND);
        assertThat(portal.get(HostService.class).list()).hasSize(1);
    }

    private static Launch withPort(String name, int port) {
        return new Launch(
                TOOL,
                name,
                Isolation.DEFAULT,
                List.of(),
                new TreeMap<>(),
                List.of(PortMapping.tcp(port, 80)),
                null,
                null,
                null,
                null,
                RestartRule.NO,
                new TreeMap<>(),
                true);
    }

    private static Launch limited(@Nullable Long memory, @Nullable Double cpus) {
        return new Launch(
                TOOL,
                "x2",
                Isolation.DEFAULT,
                List.of(),
                new TreeMap<>(),
                List.of(),
                memory,
                cpus,
                null,
                null,
                RestartRule.NO,
                new TreeMap<>(),
                true);
    }

    private static String log(ContainerKey key) {
        StringBuilder text = new StringBuilder();
        try (var frames = containers.logs(key, LogQuery.everything())) {
            frames.forEachRemaining(frame -> text.append(frame.text()));
        }
        return text.toString();
    }
}
