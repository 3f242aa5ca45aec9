package dev.mullion.hcs.emulator.compute;

import static dev.mullion.hcs.emulator.compute.Machine.LIMIT;
import static dev.mullion.hcs.emulator.compute.Machine.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mullion.hcs.AlreadyExistsException;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.NotFoundException;
import dev.mullion.hcs.compute.Compute;
import dev.mullion.hcs.compute.ComputeProcess;
import dev.mullion.hcs.compute.ComputeSystem;
import dev.mullion.hcs.emulator.Await;
import dev.mullion.hcs.emulator.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each call answers in each state; told by the call itself, or late by its operation. */
class StatesTest {

    private static final int OK = 0;
    private static final int STATE = 0x00370105;
    private static final int STOPPED = 0x00370110;

    private static final Map<String, Consumer<ComputeSystem>> CALLS =
            Map.of(
                    "start", system -> system.start(LIMIT),
                    "shutDown", ComputeSystem::shutDown,
                    "pause", system -> system.pause(LIMIT),
                    "resume", system -> system.resume(LIMIT),
                    "createProcess",
                            system -> system.createProcess(command("exit 0"), LIMIT).close(),
                    "properties", system -> system.properties(""),
                    "statistics",
                            system -> system.properties("{\"PropertyTypes\":[\"Statistics\"]}"));

    @TempDir Path folder;

    /** A system with a second handle, so that a state can be looked at more than once. */
    private static int code(ComputeSystem system, String call) {
        HcsException refused =
                catchThrowableOfType(
                        HcsException.class,
                        () -> Objects.requireNonNull(CALLS.get(call)).accept(system));
        return refused == null ? OK : refused.code().code();
    }

    private static void assertCodes(ComputeSystem system, Map<String, Integer> expected) {
        expected.forEach((call, code) -> assertThat(code(system, call)).as(call).isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void onlyStartingMovesASystemThatWasCreated(boolean first, boolean late) {
        try (Machine machine = machine(late);
                ComputeSystem system = create(machine, first)) {
            assertCodes(
                    system,
                    Map.of(
                            "pause",
                            STATE,
                            "resume",
                            STATE,
                            "createProcess",
                            STATE,
                            "properties",
                            OK,
                            "statistics",
                            STATE));
            if (!late) {
                // its operation is closed before it could tell, and the end would be the other way
                assertThat(code(system, "shutDown")).isEqualTo(STATE);
            }
            assertThat(code(system, "start")).isZero();
            machine.end(system);
        }
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void aRunningSystemTakesProcessesAndIsStartedOnce(boolean first, boolean late) {
        try (Machine machine = machine(late);
                ComputeSystem system = create(machine, first)) {
            system.start(LIMIT);
            assertCodes(
                    system,
                    Map.of(
                            "start",
                            STATE,
                            "resume",
                            STATE,
                            "createProcess",
                            OK,
                            "properties",
                            OK,
                            "statistics",
                            OK));
            assertThatThrownBy(() -> create(machine, first))
                    .isInstanceOf(AlreadyExistsException.class);
            machine.end(system);
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aPausedSystemHasToBeResumedFirstButCanBeTerminated(boolean late) {
        try (Machine machine = machine(late);
                ComputeSystem system = create(machine, true)) {
            system.start(LIMIT);
            system.pause(LIMIT);
            assertCodes(
                    system,
                    Map.of(
                            "start",
                            STATE,
                            "pause",
                            STATE,
                            "createProcess",
                            STATE,
                            "properties",
                            OK,
                            "statistics",
                            OK));
            if (!late) {
                assertThat(code(system, "shutDown")).isEqualTo(STATE);
            }
            machine.end(system);
        }
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void whileASystemShutsDownNothingNewBegins(boolean first, boolean late) {
        try (Machine machine = machine(late);
                ComputeSystem system = create(machine, first)) {
            system.start(LIMIT);
            machine.faults.set(Fault.SHUTDOWN_DELAY, Duration.ofSeconds(117));
            int before = machine.clock.waiting();
            system.shutDown();
            Await.until(() -> machine.clock.waiting() > before);
            assertCodes(
                    system,
                    Map.of(
                            "start",
                            STATE,
                            "pause",
                            STATE,
                            "resume",
                            STATE,
                            "shutDown",
                            OK,
                            "createProcess",
                            STATE,
                            "properties",
                            OK,
                            "statistics",
                            STATE));
            assertThatThrownBy(() -> create(machine, first))
                    .isInstanceOf(AlreadyExistsException.class);
            machine.clock.advance(Duration.ofSeconds(117));
            Await.until(() -> system.properties("").contains("\"Stopped\":true"));
        }
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void aStoppedSystemAnswersItsOldHandlesAndItsIdIsFree(boolean first, boolean late) {
        try (Machine machine = machine(late);
                ComputeSystem system = create(machine, first)) {
            system.start(LIMIT);
            machine.end(system);
            assertCodes(
                    system,
                    Map.of("createProcess", STOPPED, "properties", OK, "statistics", STOPPED));
            if (!first || !late) {
                // told late in the first generation, it comes after the system's own end
                assertCodes(system, Map.of("start", STOPPED, "pause", STOPPED, "resume", STOPPED));
            }
            if (!late) {
                assertThat(code(system, "shutDown")).isEqualTo(STOPPED);
            }
            assertThatThrownBy(() -> service(machine, first).open("web"))
                    .isInstanceOf(NotFoundException.class);
            try (ComputeSystem again = create(machine, first)) {
                assertThat(again.properties("")).contains("\"State\":\"Created\"");
                machine.end(again);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void inProcessIsolationNothingIsPausedUnlessTheSwitchSaysSo(boolean late) {
        try (Machine machine = machine(late);
                ComputeSystem system = create(machine, false)) {
            system.start(LIMIT);
            assertThat(code(system, "pause")).isEqualTo(0x32);
            machine.faults.set(Fault.PAUSE_IN_PROCESS_ISOLATION);
            assertThat(code(system, "pause")).isZero();
            machine.end(system);
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aContainerGoesOnWhenItsFirstProcessEnds(boolean first) {
        try (Machine machine = machine(false);
                ComputeSystem system = create(machine, first)) {
            system.start(LIMIT);
            try (ComputeProcess process = system.createProcess(command("exit 3"), LIMIT)) {
                assertThat(Machine.exit(process)).contains("\"ExitCode\":3");
            }
            assertThat(system.properties("")).contains("\"State\":\"Running\"");
            machine.end(system);
        }
    }

    private Machine machine(boolean late) {
        Machine machine = Machine.server2022(folder);
        if (late) {
            machine.faults.set(Fault.FAIL_LATE);
        }
        return machine;
    }

    private static Compute service(Machine machine, boolean first) {
        return first ? machine.vm : machine.core;
    }

    private static ComputeSystem create(Machine machine, boolean first) {
        return service(machine, first)
                .create("web", first ? machine.virtual("web") : machine.document("web"), LIMIT);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void theSwitchesOfCreatedSystemsAreMet(boolean late) {
        try (Machine machine = machine(late);
                ComputeSystem system = create(machine, false)) {
            machine.faults.set(Fault.SHUTDOWN_OF_CREATED);
            system.shutDown();
            Await.until(() -> machine.core.enumerate("").equals("[]"));
            assertThat(machine.faults.met(Fault.SHUTDOWN_OF_CREATED)).isPositive();
            assertThat(List.of("GracefulExit")).allMatch(system.properties("")::contains);
        }
    }
}
