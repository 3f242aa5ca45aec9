package dev.mullion.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.RestartPolicy;
import dev.mullion.docker.api.UpdateContainer;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.hcs.emulated.EmulatedImages;
import dev.mullion.engine.runtime.OtherSystemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What isolation a container gets, and that no way round leads to less than a host requires. */
class IsolationTest {

    private static final String NANO_2022 = "emulated/nanoserver:ltsc2022";
    private static final String NANO_2019 = "emulated/nanoserver:ltsc2019";
    private static final String NANO_2025 = "emulated/nanoserver:ltsc2025";
    private static final String REQUIRES = "--require-isolation hyperv";

    private ScriptedRuntime machine =
            ScriptedRuntime.windows("10.0.20348.2700", Isolation.PROCESS, Isolation.HYPERV);
    private Path folder;
    private ContainerHost host;

    @BeforeEach
    void open() throws Exception {
        folder = Files.createTempDirectory(Path.of("/tmp"), "mullion-isolation-");
        open(machine);
    }

    private void open(ScriptedRuntime on) throws Exception {
        machine = on;
        Path place = Files.createTempDirectory(folder, "host");
        host =
                new ContainerHost(
                        place, on, new ScriptedLayers(place.resolve("roots")), new NoDevices());
        EmulatedImages.loadMissing(
                name -> !name.contains("nanoserver"),
                archive -> host.images.load(archive, true, line -> {}));
    }

    @AfterEach
    void close() throws Exception {
        host.close();
        dev.mullion.engine.state.FolderTree.remove(folder);
    }

    private static CreateContainer request(String image, Isolation isolation) {
        return request(image, isolation, "no");
    }

    private static CreateContainer request(String image, Isolation isolation, String policy) {
        return CreateContainer.of(
                ContainerConfig.builder(image).cmd(List.of("sleep")).build(),
                HostConfig.builder()
                        .networkMode("none")
                        .isolation(isolation)
                        .restartPolicy(new RestartPolicy(policy, 0))
                        .build());
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(
            int status, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EngineProblem.class,
                        refused -> assertThat(refused.status()).isEqualTo(status));
    }

    private ContainerId create(String name, String image, Isolation isolation) {
        return host.create(name, request(image, isolation));
    }

    private Isolation shown(String name) {
        return host.containers.inspect(name, false).hostConfig().isolation();
    }

    @Test
    void whatIsLeftOpenIsDecidedWhenTheContainerIsMadeAndShown() {
        ContainerId usual = create("usual", NANO_2022, Isolation.DEFAULT);
        ContainerId vm = create("vm", NANO_2022, Isolation.HYPERV);
        host.containers.start("usual");
        host.containers.start("vm");
        assertThat(shown("usual")).isEqualTo(Isolation.PROCESS);
        assertThat(shown("vm")).isEqualTo(Isolation.HYPERV);
        assertThat(machine.spec(usual).isolation()).isEqualTo(Isolation.PROCESS);
        assertThat(machine.spec(vm).isolation()).isEqualTo(Isolation.HYPERV);
        assertThat(machine.spec(vm).process().directory()).isEqualTo("C:\\");
        assertThat(host.containers.inspect("vm", false).platform()).isEqualTo("windows");
    }

    @Test
    void anImageThatDoesNotFitIsRefusedWithWhatWouldWork() {
        refused(400, () -> create("old", NANO_2019, Isolation.DEFAULT))
                .hasMessageContaining("ltsc2019")
                .hasMessageContaining("build 20348")
                .hasMessageContaining("Hyper-V isolation")
                .hasMessageContaining("ltsc2022");
        create("old", NANO_2019, Isolation.HYPERV);
        for (Isolation any : Isolation.values()) {
            refused(400, () -> create("new", NANO_2025, any)).hasMessageContaining("newer");
        }
        assertThat(host.containers.all()).hasSize(1);
    }

    @Test
    void whatWindowsFindsOutOnlyAtTheStartIsSaidInTheSameWords() {
        create("one", NANO_2022, Isolation.PROCESS);
        machine.refuse(new OtherSystemException("Windows says no", new IOException("0x80370101")));
        refused(400, () -> host.containers.start("one")).hasMessage("Windows says no");
    }

    @Test
    void aHostWithoutAHypervisorSaysSo() throws Exception {
        host.close();
        open(ScriptedRuntime.windows("10.0.20348.2700", Isolation.PROCESS));
        refused(400, () -> create("vm", NANO_2022, Isolation.HYPERV))
                .hasMessageContaining("Hyper-V feature");
        host.openAgainRequiringHyperv();
        for (Isolation any : Isolation.values()) {
            refused(403, () -> create("any", NANO_2022, any))
                    .hasMessageContaining("this host runs nothing");
        }
    }

    @Test
    void whereHypervIsRequiredItIsTheDefaultAndProcessIsRefused() throws Exception {
        host.openAgainRequiringHyperv();
        create("usual", NANO_2022, Isolation.DEFAULT);
        assertThat(shown("usual")).isEqualTo(Isolation.HYPERV);
        host.containers.start("usual");
        refused(403, () -> create("process", NANO_2022, Isolation.PROCESS))
                .hasMessageContaining(REQUIRES);
        create("old", NANO_2019, Isolation.DEFAULT);
    }

    @Test
    void aContainerFromBeforeGetsNothingNewDoneByWhicheverDoor() throws Exception {
        create("stopped", NANO_2022, Isolation.PROCESS);
        ContainerId running = create("running", NANO_2022, Isolation.PROCESS);
        create("paused", NANO_2022, Isolation.PROCESS);
        host.create("policy", request(NANO_2022, Isolation.PROCESS, "always"));
        for (String name : List.of("running", "paused", "policy")) {
            host.containers.start(name);
        }
        host.containers.pause("paused");
        ContainerId policy = host.containers.require("policy").id();
        machine.engineDied();
        machine.end(policy, 1, false);
        host.openAgainRequiringHyperv();

        assertThat(host.view(running).running()).isTrue();
        assertThat(host.containers.warnings())
                .hasSize(2)
                .anySatisfy(each -> assertThat(each).contains("running"))
                .allSatisfy(each -> assertThat(each).contains("process isolation"));
        refused(403, () -> host.containers.start("stopped")).hasMessageContaining(REQUIRES);
        refused(403, () -> host.containers.start("/stopped")).hasMessageContaining(REQUIRES);
        refused(403, () -> host.containers.restart("running", null, 0))
                .hasMessageContaining(REQUIRES);
        assertThat(host.view(running).running()).isTrue();
        refused(403, () -> host.containers.unpause("paused")).hasMessageContaining(REQUIRES);
        refused(403, () -> host.containers.requireUsable("running")).hasMessageContaining(REQUIRES);
        host.containers.rename("stopped", "other");
        refused(403, () -> host.containers.start("other")).hasMessageContaining(REQUIRES);
        host.containers.update(
                "running",
                new UpdateContainer(
                        dev.mullion.docker.api.Resources.NONE, new RestartPolicy("always", 0)));
        machine.end(running, 1, false);
        ContainerHost.await(
                "its policy was refused",
                () -> !host.containers.inspect("running", false).state().running());
        assertThat(host.view(policy).running()).isFalse();

        host.containers.stop("paused", null, null);
        for (String name : List.of("running", "paused", "policy", "other")) {
            host.containers.remove(name, true, false);
        }
    }

    @Test
    void onLinuxItIsTheSame() throws Exception {
        host.close();
        machine = new ScriptedRuntime();
        Path place = Files.createTempDirectory(folder, "host");
        host =
                new ContainerHost(
                        place, machine, new ScriptedLayers(place.resolve("r")), new NoDevices());
        host.imageOf(new java.io.ByteArrayInputStream(new byte[1024]));
        ContainerId before = host.create("before", ContainerHost.request("sleep"));
        assertThat(shown("before")).isEqualTo(Isolation.PROCESS);
        refused(400, () -> create("vm", ContainerHost.IMAGE, Isolation.HYPERV));
        host.containers.start("before");
        machine.engineDied();
        host.openAgainRequiringHyperv();

        refused(403, () -> create("after", ContainerHost.IMAGE, Isolation.DEFAULT))
                .hasMessageContaining("this host runs nothing");
        refused(403, () -> host.containers.restart("before", null, null))
                .hasMessageContaining(REQUIRES);
        assertThat(host.view(before).running()).isTrue();
        assertThat(host.containers.warnings()).singleElement().asString().contains("before");
        List<String> warnings = new ArrayList<>();
        refused(
                403,
                () ->
                        host.containers.create(
                                "late", null, ContainerHost.request("sleep"), warnings));
    }

    private static CreateContainer inNetworkOf(String other, Isolation isolation) {
        return CreateContainer.of(
                ContainerConfig.builder(NANO_2022).cmd(List.of("sleep")).build(),
                HostConfig.builder()
                        .networkMode("container:" + other)
                        .isolation(isolation)
                        .build());
    }

    @Test
    void theNetworkOfAnotherContainerIsSharedInProcessIsolation() {
        ContainerId one = host.create("one", request(NANO_2022, Isolation.PROCESS));
        ContainerId two = host.create("two", inNetworkOf("one", Isolation.PROCESS));
        ContainerId three = host.create("three", inNetworkOf("two", Isolation.PROCESS));
        refused(409, () -> host.containers.start("two"))
                .hasMessageContaining("cannot join network of a non running container: " + one);
        host.containers.start("one");
        host.containers.start("two");
        host.containers.start("three");

        assertThat(machine.spec(one).namespaces().networkOf()).isNull();
        assertThat(machine.spec(two).namespaces().networkOf()).isEqualTo(one);
        assertThat(machine.spec(three).namespaces().networkOf()).isEqualTo(one);
    }

    @Test
    void theNetworkOfAUtilityVmIsNotShared() {
        ContainerId one = host.create("one", request(NANO_2022, Isolation.HYPERV));
        host.containers.start("one");
        host.create("two", inNetworkOf("one", Isolation.PROCESS));

        refused(409, () -> host.containers.start("two"))
                .hasMessageContaining("cannot join network of container " + one)
                .hasMessageContaining("Hyper-V isolation");
        refused(400, () -> host.create("three", inNetworkOf("one", Isolation.HYPERV)))
                .hasMessageContaining("can't be used with Hyper-V isolation");
    }
}
