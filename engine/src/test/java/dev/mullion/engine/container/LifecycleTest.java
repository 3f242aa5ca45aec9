package dev.mullion.engine.container;

import static dev.mullion.engine.container.ContainerHost.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.HostConfigBuilder;
import dev.mullion.docker.api.RestartPolicy;
import dev.mullion.engine.EngineProblem;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    private final ScriptedRuntime machine = new ScriptedRuntime();
    private ScriptedLayers layers;
    private ContainerHost host;

    @BeforeEach
    void open() throws Exception {
        Path folder = Files.createTempDirectory(Path.of("/tmp"), "mullion-containers-");
        layers = new ScriptedLayers(folder.resolve("roots"));
        host = new ContainerHost(folder, machine, layers, new NoDevices());
        host.imageOf(new ByteArrayInputStream(new byte[1024]));
    }

    @AfterEach
    void close() throws Exception {
        host.close();
    }

    private static HostConfigBuilder apart() {
        return HostConfig.builder().networkMode("none");
    }

    private static HostConfig policy(String name, int retries) {
        return apart().restartPolicy(new RestartPolicy(name, retries)).build();
    }

    private ContainerId started(String... command) {
        ContainerId id = host.create("one", request(command));
        host.containers.start("one");
        return id;
    }

    private static AbstractThrowableAssert<?, ?> refused(int status, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EngineProblem.class,
                        problem -> assertThat(problem.status()).isEqualTo(status));
    }

    @Test
    void anEndIsToldAfterTheStartAndKeepsItsCode() throws Exception {
        ContainerId id = started("exit", "3");
        host.awaitPhase(id, Phase.EXITED);

        assertThat(host.view(id).exitCode()).isEqualTo(3);
        ContainerHost.await("its end is told", () -> toldNow().contains("die 3"));
        assertThat(host.told()).containsExactly("create", "start", "die 3");
        assertThat(machine.present()).isEmpty();
        assertThat(layers.mounted()).isEmpty();
    }

    private java.util.List<String> toldNow() {
        try {
            return host.told();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aStopAsksAndIsToldLast() throws Exception {
        started("sleep");
        host.containers.stop("one", null, null);
        assertThat(host.told()).containsExactly("create", "start", "kill 15", "die 143", "stop");
    }

    @Test
    void whatDoesNotEndWhenAskedIsKilled() throws Exception {
        started("stubborn");
        host.containers.stop("one", null, 0);
        assertThat(host.told())
                .containsExactly("create", "start", "kill 15", "kill 9", "die 137", "stop");
    }

    @Test
    void aRestartStopsAndStarts() throws Exception {
        ContainerId id = started("sleep");
        host.containers.restart("one", null, 1);
        assertThat(host.told())
                .containsExactly(
                        "create", "start", "kill 15", "die 143", "stop", "start", "restart");
        assertThat(host.view(id).phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    void aForcedRemovalKills() throws Exception {
        ContainerId id = started("stubborn");
        host.containers.remove("one", true, false);
        assertThat(host.told()).containsExactly("create", "start", "kill 9", "die 137", "destroy");
        assertThat(host.containers.find(id)).isEmpty();
        assertThat(layers.writable()).isEmpty();
        assertThat(machine.present()).isEmpty();
    }

    @Test
    void aLackOfMemoryIsToldBeforeTheEnd() throws Exception {
        ContainerId id = started("sleep");
        machine.end(id, 137, true);
        ContainerHost.await("its end is told", () -> toldNow().contains("die 137"));
        assertThat(host.told()).containsExactly("create", "start", "oom", "die 137");
        assertThat(host.containers.inspect("one", false).state().oomKilled()).isTrue();
    }

    @Test
    void transitionsThatMakeNoSenseAreRefusedInDockersWords() {
        ContainerId id = host.create("one", request("sleep"));
        refused(304, () -> host.containers.stop("one", null, null));
        refused(409, () -> host.containers.kill("one", null))
                .hasMessage("cannot kill container: one: container " + id + " is not running");
        refused(409, () -> host.containers.pause("one"))
                .hasMessage("Container " + id + " is not running");
        host.containers.start("one");
        refused(304, () -> host.containers.start("one"));
        refused(409, () -> host.containers.remove("one", false, false))
                .hasMessage(
                        "cannot remove container \"/one\": container is running: stop the"
                                + " container before removing or force remove");
        host.containers.pause("one");
        refused(409, () -> host.containers.pause("one"))
                .hasMessage("Container " + id + " is already paused");
        refused(409, () -> host.containers.start("one"))
                .hasMessage("cannot start a paused container, try unpause instead");
        host.containers.unpause("one");
        refused(500, () -> host.containers.unpause("one"))
                .hasMessage("Container " + id + " is not paused");
        refused(404, () -> host.containers.start("two")).hasMessage("No such container: two");
    }

    @Test
    void aStopOfAPausedOneLetsItGoOnAndEnd() throws Exception {
        started("sleep");
        host.containers.pause("one");
        host.containers.stop("one", null, null);
        assertThat(host.told()).startsWith("create", "start", "pause", "kill 15");
        assertThat(host.told()).endsWith("die 143", "stop");
    }

    @Test
    void whatFailsIsStartedAgainAsOftenAsItsPolicySays() throws Exception {
        ContainerId id = host.create("one", request(policy("on-failure", 2), "exit", "5"));
        host.containers.start("one");
        host.awaitPhase(id, Phase.EXITED);
        ContainerHost.await("all is told", () -> toldNow().size() == 7);

        assertThat(host.told())
                .containsExactly("create", "start", "die 5", "start", "die 5", "start", "die 5");
        assertThat(host.containers.inspect("one", false).restartCount()).isEqualTo(2);
    }

    @Test
    void aStopEndsTheWaitForTheNextStart() throws Exception {
        ContainerId id = host.create("one", request(policy("always", 0), "exit", "1"));
        host.containers.start("one");
        host.awaitPhase(id, Phase.RESTARTING);
        assertThat(host.containers.inspect("one", false).state().running()).isTrue();
        host.containers.stop("one", null, null);

        assertThat(host.view(id).phase()).isEqualTo(Phase.EXITED);
        assertThat(host.told()).last().isEqualTo("stop");
        assertThat(host.told()).doesNotContain("kill 15");
    }

    @Test
    void whatWasStoppedByHandIsNotStartedAgain() {
        ContainerId id = host.create("one", request(policy("always", 0), "sleep"));
        host.containers.start("one");
        host.containers.stop("one", null, null);
        assertThat(host.view(id).phase()).isEqualTo(Phase.EXITED);
    }

    @Test
    void whatRemovesItselfTellsItsCodeToThoseWhoWaitedBeforeTheStart() throws Exception {
        ContainerId id = host.create("one", request(apart().autoRemove(true).build(), "exit", "4"));
        CompletableFuture<Waits.Outcome> removed =
                host.containers.await("one", Waits.Condition.REMOVED);
        CompletableFuture<Waits.Outcome> next =
                host.containers.await("one", Waits.Condition.NEXT_EXIT);
        host.containers.start("one");

        assertThat(removed.get(10, TimeUnit.SECONDS).code()).isEqualTo(4);
        assertThat(next.get(10, TimeUnit.SECONDS).code()).isEqualTo(4);
        assertThat(host.containers.find(id)).isEmpty();
        assertThat(host.told()).containsExactly("create", "start", "die 4", "destroy");
        assertThat(layers.writable()).isEmpty();
    }

    @Test
    void aMissingProgramLeavesItCreatedWithTheReason() {
        ContainerId id = host.create("one", request("missing"));
        refused(400, () -> host.containers.start("one"))
                .hasMessage(
                        "failed to create task for container: exec: \"missing\": executable file"
                                + " not found in $PATH: unknown");
        assertThat(host.view(id).phase()).isEqualTo(Phase.CREATED);
        assertThat(host.view(id).exitCode()).isEqualTo(127);
        assertThat(host.containers.inspect("one", false).state().error()).contains("not found");
        assertThat(machine.present()).isEmpty();
        assertThat(layers.mounted()).isEmpty();
    }

    @Test
    void whoeverWaitsForWhatDoesNotRunIsAnsweredAtOnce() throws Exception {
        host.create("one", request("sleep"));
        assertThat(
                        host.containers
                                .await("one", Waits.Condition.NOT_RUNNING)
                                .get(1, TimeUnit.SECONDS))
                .isEqualTo(new Waits.Outcome(0, null));
    }

    @Test
    void twoCannotHaveOneName() {
        ContainerId id = host.create("one", request("sleep"));
        refused(409, () -> host.create("/one", request("sleep")))
                .hasMessage(
                        "Conflict. The container name \"/one\" is already in use by container \""
                                + id
                                + "\". You have to remove (or rename) that container to be able"
                                + " to reuse that name.");
        host.containers.rename("one", "two");
        assertThat(host.containers.require("two").id()).isEqualTo(id);
        host.create("one", request("sleep"));
        refused(409, () -> host.containers.rename("two", "one"))
                .hasMessageContaining("already in use");
    }

    @Test
    void whatIsNotAllowedAnyMoreIsNotStartedAnyMore() throws Exception {
        host.create("one", request(apart().binds(java.util.List.of("/tmp:/b")).build(), "sleep"));
        host.openAgain("host-uts");
        refused(403, () -> host.containers.start("one"))
                .hasMessage(
                        "Mounting a file or folder of the host is not allowed on this host; its"
                                + " operator can allow it with --allow host-files");
        refused(
                403,
                () ->
                        host.create(
                                "two",
                                request(
                                        apart().volumesFrom(java.util.List.of("one")).build(),
                                        "sleep")));
    }

    @Test
    void aRefusedCreationLeavesNothing() {
        refused(
                400,
                () ->
                        host.create(
                                "one",
                                request(
                                        apart().securityOpt(java.util.List.of("foo")).build(),
                                        "x")));
        refused(
                        404,
                        () ->
                                host.create(
                                        "one",
                                        dev.mullion.docker.api.CreateContainer.of(
                                                dev.mullion.docker.api.ContainerConfig.builder(
                                                                "nosuch")
                                                        .build(),
                                                apart().build())))
                .hasMessage("No such image: nosuch:latest");
        assertThat(host.containers.all()).isEmpty();
        assertThat(layers.writable()).isEmpty();
        host.create("one", request("sleep"));
    }
}
