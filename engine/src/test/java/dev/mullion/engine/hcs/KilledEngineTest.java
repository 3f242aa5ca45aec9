package dev.mullion.engine.hcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.engine.runtime.ExecProcess;
import dev.mullion.engine.runtime.FoundContainer;
import dev.mullion.engine.runtime.ProcessExit;
import dev.mullion.hcs.emulator.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An engine that is killed at each step: the next one loses no container and leaves nothing. */
class KilledEngineTest {

    private HcsFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new HcsFixture();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        fixture.forgetFaults();
        fixture.close();
    }

    static Stream<Arguments> stepsOfAStart() {
        return Stream.concat(
                Stream.of(
                                "HcsModifyServiceSettings",
                                "HcsGetServiceProperties",
                                "HcsCreateOperation",
                                "HcsCreateComputeSystem",
                                "HcsWaitForOperationResult",
                                "HcsSetComputeSystemCallback",
                                "HcsGetComputeSystemProperties",
                                "HcsStartComputeSystem",
                                "HcsCreateProcess",
                                "HcsWaitForOperationResultAndProcessInfo",
                                "HcsSetProcessCallback",
                                "HcsGetProcessProperties",
                                "HcsCloseOperation",
                                "ReadFile")
                        .map(step -> Arguments.of(step, Isolation.PROCESS)),
                Stream.of(
                                "HcsCreateComputeSystem",
                                "HcsRegisterComputeSystemCallback",
                                "HcsGetComputeSystemProperties",
                                "HcsStartComputeSystem",
                                "HcsCreateProcess",
                                "HcsRegisterProcessCallback",
                                "HcsGetProcessProperties",
                                "ReadFile")
                        .map(step -> Arguments.of(step, Isolation.HYPERV)));
    }

    @ParameterizedTest
    @MethodSource("stepsOfAStart")
    void engineIsKilledBeforeAStepOfAStart(String step, Isolation isolation) throws Exception {
        WindowsSpec spec = fixture.spec("slow-ctrl 0").in(isolation);
        spec.credentialSpec = isolation == Isolation.PROCESS ? "{\"CmsPlugins\":[]}" : null;
        ContainerId id = HcsFixture.newId();
        fixture.machine.faults().hang(step, Duration.ofDays(1));
        inBackground(() -> {
            fixture.runtime.create(id, spec.build());
            fixture.runtime.start(id);
        });

        killWhenItHangs(step);

        List<FoundContainer> found = recover(id);
        for (FoundContainer each : found) {
            assertThat(each.exit()).as("it runs").isNull();
            assertThat(each.pid()).isPositive();
            fixture.runtime.signal(id, 15);
            assertThat(fixture.exit(id).code()).isZero();
        }
        fixture.delete(id);
    }

    static Stream<Arguments> stepsOfAnEnd() {
        return Stream.concat(
                Stream.of(
                                "HcsShutDownComputeSystem",
                                "HcsCloseProcess",
                                "HcsCloseComputeSystem",
                                "HcsModifyServiceSettings")
                        .map(step -> Arguments.of(step, Isolation.PROCESS)),
                Stream.of(
                                "HcsShutdownComputeSystem",
                                "HcsUnregisterProcessCallback",
                                "HcsCloseProcess",
                                "HcsUnregisterComputeSystemCallback",
                                "HcsCloseComputeSystem")
                        .map(step -> Arguments.of(step, Isolation.HYPERV)));
    }

    @ParameterizedTest
    @MethodSource("stepsOfAnEnd")
    void engineIsKilledBeforeAStepOfAnEnd(String step, Isolation isolation) throws Exception {
        WindowsSpec spec = fixture.spec("slow-ctrl 0").in(isolation);
        spec.credentialSpec = isolation == Isolation.PROCESS ? "{\"CmsPlugins\":[]}" : null;
        ContainerId id = fixture.run(spec);
        fixture.machine.faults().hang(step, Duration.ofDays(1));
        inBackground(() -> {
            fixture.runtime.signal(id, 15);
            fixture.exitAtOnce(id);
            fixture.runtime.delete(id);
        });

        killWhenItHangs(step);

        List<FoundContainer> found = recover(id);
        assertThat(found)
                .singleElement()
                .satisfies(each -> assertThat(unseen(each)).contains("no engine watched"));
        fixture.delete(id);
    }

    static Stream<Arguments> stepsOfAnExec() {
        return Stream.concat(
                Stream.of(
                                "HcsCreateProcess",
                                "HcsWaitForOperationResultAndProcessInfo",
                                "HcsSetProcessCallback",
                                "HcsGetProcessProperties")
                        .map(step -> Arguments.of(step, Isolation.PROCESS)),
                Stream.of(
                                "HcsCreateProcess",
                                "HcsRegisterProcessCallback",
                                "HcsGetProcessProperties")
                        .map(step -> Arguments.of(step, Isolation.HYPERV)));
    }

    @ParameterizedTest
    @MethodSource("stepsOfAnExec")
    void engineIsKilledBeforeAStepOfAnExec(String step, Isolation isolation) throws Exception {
        ContainerId id = fixture.run(fixture.spec("ignore-ctrl").in(isolation));
        fixture.machine.faults().hang(step, Duration.ofDays(1));
        inBackground(() -> fixture.runtime.exec(id, fixture.spec("ping -t localhost").process()));

        killWhenItHangs(step);

        assertThat(recover(id))
                .singleElement()
                .satisfies(each -> assertThat(each.exit()).as("it runs").isNull());
        try (ExecProcess exec = fixture.runtime.exec(id, fixture.spec("echo again").process())) {
            assertThat(HcsFixture.all(exec.streams())).asString().isEqualTo("again\r\n");
        }
        fixture.runtime.signal(id, 9);
        assertThat(fixture.exit(id).code()).isEqualTo(1067);
        fixture.delete(id);
        assertThat(fixture.ends).containsOnlyOnce(id);
    }

    @Test
    void engineIsKilledBeforeItPauses() throws Exception {
        ContainerId id = fixture.run(fixture.spec("ignore-ctrl").in(Isolation.HYPERV));
        fixture.machine.faults().hang("HcsPauseComputeSystem", Duration.ofDays(1));
        inBackground(() -> fixture.runtime.pause(id));

        killWhenItHangs("HcsPauseComputeSystem");

        assertThat(recover(id)).singleElement().matches(found -> !found.paused());
        fixture.runtime.pause(id);
        fixture.runtime.resume(id);
        fixture.delete(id);
    }

    @Test
    void engineIsKilledBeforeItResumes() throws Exception {
        ContainerId id = fixture.run(fixture.spec("ignore-ctrl").in(Isolation.HYPERV));
        fixture.runtime.pause(id);
        fixture.machine.faults().hang("HcsResumeComputeSystem", Duration.ofDays(1));
        inBackground(() -> fixture.runtime.resume(id));

        killWhenItHangs("HcsResumeComputeSystem");

        assertThat(recover(id)).singleElement().matches(FoundContainer::paused);
        fixture.runtime.resume(id);
        fixture.delete(id);
    }

    /** Why nobody knows its exit code. */
    private static String unseen(FoundContainer found) {
        ProcessExit exit = Objects.requireNonNull(found.exit());
        assertThat(exit.code()).isEqualTo(255);
        return Objects.requireNonNull(exit.error());
    }

    private interface Work {
        void run() throws Exception;
    }

    /** What the dead engine's caller sees is of no interest. */
    private static void inBackground(Work work) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        work.run();
                    } catch (Exception e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private void killWhenItHangs(String step) throws IOException {
        fixture.passTimeUntil("the call of " + step, () -> fixture.machine.faults().hung(step) > 0);
        fixture.killEngine();
        fixture.forgetFaults();
    }

    private List<FoundContainer> recover(ContainerId... known) throws Exception {
        return fixture.whileTimePasses(() -> fixture.runtime.recover(Set.of(known)));
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void runningContainerIsFoundAndItsEndIsSeen(Isolation isolation) throws Exception {
        ContainerId id = fixture.run(fixture.spec("sleep 60").in(isolation));

        fixture.killEngine();
        List<FoundContainer> found = recover(id);

        assertThat(found)
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.pid()).isPositive();
                    assertThat(each.paused()).isFalse();
                    assertThat(each.exit()).isNull();
                });
        try (ExecProcess exec = fixture.runtime.exec(id, fixture.spec("echo again").process())) {
            assertThat(HcsFixture.all(exec.streams())).asString().isEqualTo("again\r\n");
        }
        assertThat(fixture.exit(id).code()).isZero();
        fixture.delete(id);
        assertThat(fixture.ends).containsOnlyOnce(id);
    }

    @Test
    void pausedContainerIsFoundPaused() throws Exception {
        ContainerId id = fixture.run(fixture.spec("ignore-ctrl").in(Isolation.HYPERV));
        fixture.runtime.pause(id);

        fixture.killEngine();

        assertThat(recover(id)).singleElement().matches(FoundContainer::paused);
        fixture.runtime.resume(id);
        fixture.delete(id);
    }

    @Test
    void containerThatEndedUnseenIsFoundWithTheCodeOfUnknownEnds() throws Exception {
        ContainerId id = fixture.run(fixture.spec("sleep 10"));

        fixture.killEngine();
        fixture.passTimeUntil("its end", () -> !fixture.processesOf(id).contains("sleep"));

        assertThat(recover(id))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.pid()).isZero();
                    assertThat(unseen(each)).contains("no engine watched");
                });
        fixture.delete(id);
        assertThat(fixture.ends).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void containerThatNobodyKnowsIsEnded(Isolation isolation) throws Exception {
        fixture.run(fixture.spec("ignore-ctrl").in(isolation));

        fixture.killEngine();

        assertThat(recover()).isEmpty();
        assertThat(fixture.onTheMachine()).isEmpty();
    }

    @Test
    void everyContainerIsGoneAfterARestartOfTheMachine() throws Exception {
        ContainerId id = fixture.run(fixture.spec("sleep 1000"));

        fixture.machine.reboot();
        fixture.killEngine();

        assertThat(recover(id))
                .singleElement()
                .satisfies(each -> assertThat(unseen(each)).contains("no engine watched"));
        fixture.delete(id);
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void orderlyRestartLosesNothingThatWasRead(Isolation isolation) throws Exception {
        WindowsSpec spec = fixture.spec("ping -t localhost").in(isolation);
        ContainerId id = fixture.run(spec);
        fixture.passTimeUntil("some output", () -> HcsFixture.logged(spec.log).lines().count() > 5);

        fixture.restartEngine();

        assertThat(recover(id)).hasSize(1);
        assertThat(HcsFixture.logged(spec.log)).endsWith("TTL=128\r\n");
        fixture.delete(id);
    }

    @Test
    void execsOfADeadEngineEndWithTheirContainer() throws Exception {
        ContainerId id = fixture.run(fixture.spec("ping -t localhost"));
        ExecProcess exec = fixture.runtime.exec(id, fixture.spec("ignore-ctrl").process());
        assertThat(exec.pid()).isPositive();

        fixture.killEngine();
        assertThat(recover(id)).hasSize(1);
        fixture.machine.faults().set(Fault.SHUFFLE);

        fixture.runtime.signal(id, 9);
        fixture.passTimeUntil("its end", Duration.ofSeconds(2), () -> fixture.hasEnded(id));
        fixture.delete(id);
    }
}
