package dev.mullion.engine.hcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.engine.runtime.ContainerSpec.Input;
import dev.mullion.engine.runtime.NotOfferedException;
import dev.mullion.engine.runtime.ProcessExit;
import dev.mullion.engine.testing.Await;
import dev.mullion.hcs.emulator.Fault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How containers end: asked, killed, late, stuck, or without a word. */
class EndsTest {

    private static final int SHUTDOWN = 15;
    private static final int KILL = 9;

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

    /** Runs one, and waits until it has set its handler for signals. */
    private ContainerId prepared(String commandLine, Isolation isolation) throws IOException {
        WindowsSpec spec = fixture.spec(commandLine).in(isolation);
        ContainerId id = fixture.run(spec);
        Await.until("the handler is set", () -> !HcsFixture.logged(spec.log).isEmpty());
        return id;
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void processThatTakesItsTimeToStopIsGivenIt(Isolation isolation) throws Exception {
        ContainerId id = prepared("slow-ctrl 20", isolation);
        Instant asked = fixture.clock.now();

        fixture.runtime.signal(id, SHUTDOWN);
        ProcessExit exit = fixture.exit(id);

        assertThat(exit.code()).isZero();
        assertThat(Duration.between(asked, fixture.clock.now()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(20));
        fixture.delete(id);
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void processThatIgnoresSignalsIsKilled(Isolation isolation) throws Exception {
        ContainerId id = prepared("ignore-ctrl", isolation);
        fixture.runtime.signal(id, SHUTDOWN);
        fixture.clock.advance(Duration.ofSeconds(30));
        assertThat(fixture.hasEnded(id)).isFalse();

        fixture.runtime.signal(id, KILL);
        fixture.runtime.signal(id, KILL);

        assertThat(fixture.exitAtOnce(id).code()).isEqualTo(1067);
        fixture.delete(id);
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void killPassesASignalThatIsStuck(Isolation isolation) throws Exception {
        fixture.machine.faults().set(Fault.SIGNAL_BLOCKS);
        ContainerId id = prepared("ignore-ctrl", isolation);
        fixture.runtime.signal(id, SHUTDOWN);
        Await.until(
                "the signal is stuck", () -> fixture.machine.faults().met(Fault.SIGNAL_BLOCKS) > 0);

        fixture.runtime.signal(id, KILL);

        assertThat(fixture.exitAtOnce(id).code()).isEqualTo(1067);
        fixture.delete(id);
    }

    @Test
    void allOfAContainerIsEndedWhenItsProcessCantBeKilled() throws Exception {
        ContainerId id = prepared("ignore-ctrl", Isolation.PROCESS);
        fixture.machine.faults().set(Fault.KILL_ACCESS_DENIED);

        fixture.runtime.signal(id, KILL);

        assertThat(fixture.exit(id).code()).isEqualTo(1067);
        assertThat(fixture.machine.faults().met(Fault.KILL_ACCESS_DENIED)).isPositive();
        fixture.delete(id);
    }

    @Test
    void ctrlCEndsAProcessWithTheCodeOfWindows() throws Exception {
        ContainerId id = fixture.run(fixture.spec("sleep 1000"));

        fixture.runtime.signal(id, 2);

        assertThat(fixture.exitAtOnce(id).code()).isEqualTo(0xC000013AL);
        fixture.delete(id);
    }

    @Test
    void signalsThatWindowsLacksAreRefusedInASentence() throws Exception {
        ContainerId id = fixture.run(fixture.spec("sleep 1000"));

        assertThatThrownBy(() -> fixture.runtime.signal(id, 10))
                .isInstanceOf(NotOfferedException.class)
                .hasMessageContaining("Windows has no signal 10");
        fixture.delete(id);
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void endThatIsNeverToldIsFoundByAsking(Isolation isolation) throws Exception {
        fixture.machine.faults().set(Fault.EXIT_EVENT_DROP);
        ContainerId id = fixture.run(fixture.spec("cmd /C exit 6").in(isolation));

        assertThat(fixture.exit(id).code()).isEqualTo(6);
        fixture.delete(id);
        assertThat(fixture.ends).containsOnlyOnce(id);
    }

    @Test
    void endThatIsToldLateIsToldOnce() throws Exception {
        fixture.machine.faults().set(Fault.EXIT_EVENT_LATE, Duration.ofSeconds(45));
        ContainerId id = fixture.run(fixture.spec("cmd /C exit 6"));

        assertThat(fixture.exit(id).code()).isEqualTo(6);
        fixture.clock.advance(Duration.ofMinutes(2));

        fixture.delete(id);
        assertThat(fixture.ends).containsOnlyOnce(id);
    }

    @Test
    void outputHeldOpenByAGrandchildDoesntHoldTheEndUp() throws Exception {
        fixture.machine.faults().set(Fault.PIPE_STUCK_AFTER_EXIT);
        WindowsSpec spec = fixture.spec("cmd /C echo last words & exit 4");
        ContainerId id = fixture.run(spec);

        assertThat(fixture.exit(id).code()).isEqualTo(4);
        fixture.delete(id);
        assertThat(HcsFixture.logged(spec.log)).contains("last words");
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void slowTeardownIsWaitedForAndNotCutShort(Isolation isolation) throws Exception {
        fixture.machine.faults().set(Fault.SHUTDOWN_DELAY, Duration.ofSeconds(117));
        Instant begun = fixture.clock.now();
        ContainerId id = fixture.run(fixture.spec("cmd /C exit 0").in(isolation));

        fixture.passTimeUntil(
                "the teardown", () -> fixture.machine.faults().met(Fault.SHUTDOWN_DELAY) > 0);
        ProcessExit exit = fixture.exitAfterLong(id);

        assertThat(exit.error()).isNull();
        assertThat(Duration.between(begun, fixture.clock.now()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(117));
        assertThat(exit.at()).as("when its process ended").isBefore(begun.plusSeconds(60));
        fixture.delete(id);
    }

    @Test
    void killDuringASlowTeardownDoesntTerminateIt() throws Exception {
        fixture.machine.faults().set(Fault.SHUTDOWN_DELAY, Duration.ofSeconds(117));
        ContainerId id = prepared("ignore-ctrl", Isolation.PROCESS);
        Instant begun = fixture.clock.now();
        fixture.runtime.signal(id, KILL);
        fixture.passTimeUntil(
                "the teardown", () -> fixture.machine.faults().met(Fault.SHUTDOWN_DELAY) > 0);

        fixture.runtime.signal(id, KILL);

        fixture.exitAfterLong(id);
        assertThat(Duration.between(begun, fixture.clock.now()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(117));
        fixture.delete(id);
    }

    @Test
    void teardownThatNeverEndsIsCutShortAtItsLimit() throws Exception {
        fixture.machine.faults().set(Fault.SHUTDOWN_DELAY, Duration.ofHours(5));
        Instant begun = fixture.clock.now();
        ContainerId id = fixture.run(fixture.spec("cmd /C exit 0"));

        fixture.exitAfterLong(id);

        assertThat(Duration.between(begun, fixture.clock.now()))
                .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(12));
        fixture.delete(id);
    }

    @Test
    void createdContainerThatNeverStartedIsRemovedWithoutAnEnd() throws Exception {
        ContainerId id = fixture.create(fixture.spec("cmd /C exit 0"));

        fixture.delete(id);
        fixture.delete(id);

        assertThat(fixture.ends).doesNotContain(id);
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void deleteKillsWhatRuns(Isolation isolation) throws Exception {
        ContainerId id = fixture.run(fixture.spec("tee").in(isolation).input(Input.KEPT));

        fixture.delete(id);

        assertThat(fixture.exitAtOnce(id).code()).isEqualTo(1067);
    }

    @Test
    void pausedContainerCanBeKilled() throws Exception {
        ContainerId id = prepared("ignore-ctrl", Isolation.HYPERV);
        fixture.runtime.pause(id);

        fixture.runtime.signal(id, KILL);

        assertThat(fixture.exit(id).code()).isEqualTo(1067);
        fixture.delete(id);
    }

    @Test
    void pauseOfProcessIsolationIsRefusedInASentence() throws Exception {
        ContainerId id = fixture.run(fixture.spec("sleep 1000"));

        assertThatThrownBy(() -> fixture.runtime.pause(id))
                .isInstanceOf(NotOfferedException.class)
                .hasMessageContaining("in process isolation");
        fixture.delete(id);
    }
}
