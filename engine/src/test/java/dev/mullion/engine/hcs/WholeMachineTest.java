package dev.mullion.engine.hcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.engine.runtime.ExecProcess;
import dev.mullion.engine.runtime.FoundContainer;
import dev.mullion.engine.testing.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers, networks and runtime together, also when the engine is killed between them. */
class WholeMachineTest {

    private WholeMachine host;

    @BeforeEach
    void open() throws Exception {
        host = new WholeMachine(HcsLimits.USUAL);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        host.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void workingDirectoryThatIsntThereIsMadeInTheContainer(Isolation isolation) throws Exception {
        ContainerId id = HcsFixture.newId();
        host.layers.prepare(id, host.chain);
        WindowsSpec spec = host.spec("cmd /C cd", id, isolation);
        spec.directory = "C:\\app\\data";

        host.run(spec, id);

        Await.until("its output", () -> HcsFixture.logged(spec.log).contains("C:\\app\\data"));
        host.tearDown(id);
        host.layers.remove(id);
        assertThat(host.endpoints()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void processesAndFiguresAreTold(Isolation isolation) throws Exception {
        ContainerId id = HcsFixture.newId();
        host.layers.prepare(id, host.chain);
        host.run(host.spec("ping -t localhost", id, isolation), id);

        assertThat(host.runtime.processTable(id).getFirst().name()).containsIgnoringCase("ping");
        assertThat(host.runtime.usage(id).memory()).isPositive();
        assertThat(host.runtime.usage(id).memoryLimit()).isEqualTo(16L << 30);

        host.tearDown(id);
        host.layers.remove(id);
    }

    @Test
    void containerInTheNetworkOfAnotherHasItsAddressAndGoesOnWithoutIt() throws Exception {
        ContainerId owner = HcsFixture.newId();
        host.layers.prepare(owner, host.chain);
        host.run(host.spec("ping -t localhost", owner, Isolation.PROCESS), owner);
        ContainerId joined = HcsFixture.newId();
        host.layers.prepare(joined, host.chain);
        WindowsSpec spec = host.spec("ping -t localhost", joined, Isolation.PROCESS);
        spec.networkOf = owner;
        host.runtime.create(joined, spec.build());
        host.runtime.start(joined);

        assertThat(addressesOf(joined)).contains(WholeMachine.ENDPOINT.address());
        assertThat(host.endpoints())
                .as("one endpoint, one namespace")
                .noneMatch(all -> all.contains(","));

        host.tearDown(owner);
        host.layers.remove(owner);
        assertThat(host.endpoints()).isEmpty();
        assertThat(addressesOf(joined)).doesNotContain(WholeMachine.ENDPOINT.address());
        host.tearDown(joined);
        host.layers.remove(joined);
    }

    private String addressesOf(ContainerId id) throws Exception {
        WindowsSpec spec = host.spec("ipconfig", id, Isolation.PROCESS);
        try (ExecProcess exec = host.runtime.exec(id, spec.process())) {
            return new String(HcsFixture.all(exec.streams()), StandardCharsets.UTF_8);
        }
    }

    static Stream<Arguments> steps() {
        return Stream.concat(
                Stream.of(
                                "HcnCreateEndpoint",
                                "HcnCreateNamespace",
                                "HcnModifyNamespace",
                                "ActivateLayer",
                                "PrepareLayer",
                                "GetLayerMountPath",
                                "HcsCreateComputeSystem",
                                "HcsStartComputeSystem",
                                "HcsCreateProcess",
                                "HcsGetProcessProperties")
                        .map(step -> Arguments.of(step, Isolation.PROCESS)),
                Stream.of("HcnCreateEndpoint", "HcsCreateComputeSystem", "HcsCreateProcess")
                        .map(step -> Arguments.of(step, Isolation.HYPERV)));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void engineThatIsKilledBeforeAStepLeavesNoEndpointNoMountAndNoSystem(
            String step, Isolation isolation) throws Exception {
        ContainerId id = HcsFixture.newId();
        host.layers.prepare(id, host.chain);
        WindowsSpec spec = host.spec("ping -t localhost", id, isolation);
        host.machine.faults().hang(step, Duration.ofDays(1));
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        host.run(spec, id);
                    } catch (IOException | RuntimeException e) {
                        Thread.currentThread().interrupt(); // its engine is dead
                    }
                });
        Await.until("the call of " + step, () -> host.machine.faults().hung(step) > 0);
        host.kill();
        host.machine.faults().clear();

        List<FoundContainer> found = host.runtime.recover(Set.of(id));
        Set<ContainerId> alive =
                found.stream()
                        .filter(each -> each.exit() == null)
                        .map(FoundContainer::id)
                        .collect(Collectors.toSet());
        host.networks.recover(
                List.of(WholeMachine.NAT),
                alive.stream()
                        .collect(Collectors.toMap(each -> each, each -> WholeMachine.ENDPOINT)));
        host.layers.recover(Set.of(id), alive);

        assertThat(host.endpoints().isEmpty()).isEqualTo(alive.isEmpty());
        host.tearDown(id);
        assertThat(host.endpoints()).isEmpty();
        assertThatCode(() -> host.layers.remove(id))
                .as("nothing has it mounted")
                .doesNotThrowAnyException();
    }
}
