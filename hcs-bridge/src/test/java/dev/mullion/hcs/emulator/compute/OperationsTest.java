package dev.mullion.hcs.emulator.compute;

import static dev.mullion.hcs.binding.ComputeCoreFunction.*;
import static dev.mullion.hcs.emulator.compute.Machine.LIMIT;
import static dev.mullion.hcs.emulator.compute.Machine.command;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Callback;
import com.sun.jna.Memory;
import dev.mullion.hcs.binding.Out;
import dev.mullion.hcs.compute.ComputeSystem;
import dev.mullion.hcs.emulator.Await;
import dev.mullion.hcs.emulator.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules of operations, called as computecore.dll is. */
class OperationsTest {

    private static final int NOT_STARTED = 0x80370115;
    private static final int ALREADY_STARTED = 0x80370116;
    private static final int PENDING = 0x80370117;
    private static final int TIMEOUT = 0x80370118;
    private static final int INVALID_ARGUMENT = 0x80070057;
    private static final int INVALID_HANDLE = 0x80070006;
    private static final int INFINITE = -1;

    interface Completion extends Callback {
        void callback(long operation, long context);
    }

    @TempDir Path folder;

    private static long operation(Machine machine) {
        return machine.calls.call(HCS_CREATE_OPERATION, null, null);
    }

    private static void close(Machine machine, long operation) {
        machine.calls.call(HCS_CLOSE_OPERATION, operation);
    }

    @Test
    void anOperationIsFirstNotStartedThenPendingThenOver() {
        try (Machine machine = Machine.server2022(folder);
                ComputeSystem system = machine.running("web")) {
            var handle = new Out.Handle();
            machine.calls.code(HCS_OPEN_COMPUTE_SYSTEM, "web", 0x10000000, handle);
            var process = new Out.Handle();
            long starting = operation(machine);
            assertThat(machine.calls.code(HCS_GET_OPERATION_RESULT, starting, new Out.Text()))
                    .isEqualTo(NOT_STARTED);
            machine.calls.code(
                    HCS_CREATE_PROCESS,
                    handle.value(),
                    command("ignore-ctrl"),
                    starting,
                    null,
                    process);
            machine.calls.code(HCS_WAIT_FOR_OPERATION_RESULT, starting, INFINITE, new Out.Text());
            assertThat(machine.calls.code(HCS_GET_OPERATION_TYPE, starting)).isEqualTo(10);

            machine.faults.set(Fault.SIGNAL_BLOCKS);
            long blocked = operation(machine);
            assertThat(machine.calls.call(HCS_GET_OPERATION_ID, blocked))
                    .isGreaterThan(machine.calls.call(HCS_GET_OPERATION_ID, starting));
            assertThat(machine.calls.code(HCS_SIGNAL_PROCESS, process.value(), blocked, ""))
                    .isZero();
            assertThat(machine.calls.code(HCS_GET_OPERATION_RESULT, blocked, new Out.Text()))
                    .isEqualTo(PENDING);
            assertThat(machine.calls.code(HCS_SIGNAL_PROCESS, process.value(), blocked, ""))
                    .isEqualTo(ALREADY_STARTED);
            var waited =
                    CompletableFuture.supplyAsync(() ->
                            machine.calls.code(
                                    HCS_WAIT_FOR_OPERATION_RESULT, blocked, 5000, new Out.Text()));
            Await.until(() -> machine.clock.waiting() > 0);
            machine.clock.advance(Duration.ofSeconds(5));
            assertThat(waited.join()).isEqualTo(TIMEOUT);
            assertThat(machine.calls.code(HCS_CANCEL_OPERATION, blocked)).isEqualTo(0x80004001);

            machine.end(system);
            for (int i = 0; i < 2; i++) {
                assertThat(
                                machine.calls.code(
                                        HCS_WAIT_FOR_OPERATION_RESULT,
                                        blocked,
                                        INFINITE,
                                        new Out.Text()))
                        .isZero();
            }
            assertThat(machine.faults.met(Fault.SIGNAL_BLOCKS)).isPositive();
            close(machine, starting);
            close(machine, blocked);
            machine.calls.call(HCS_CLOSE_PROCESS, process.value());
            machine.calls.call(HCS_CLOSE_COMPUTE_SYSTEM, handle.value());
        }
    }

    @Test
    void onlyAnOperationOfAProcessHasProcessInformation() {
        try (Machine machine = Machine.server2022(folder);
                Memory information = new Memory(32)) {
            long operation = operation(machine);
            machine.calls.code(HCS_ENUMERATE_COMPUTE_SYSTEMS, "", operation);
            assertThat(
                            machine.calls.code(
                                    HCS_WAIT_FOR_OPERATION_RESULT_AND_PROCESS_INFO,
                                    operation,
                                    INFINITE,
                                    information,
                                    new Out.Text()))
                    .isEqualTo(INVALID_ARGUMENT);
            close(machine, operation);
        }
    }

    @Test
    void aClosedHandleIsRefusedAndNotedAsAMistakeOnlyWhenItIsClosedTwice() {
        try (Machine machine = Machine.server2022(folder)) {
            long operation = operation(machine);
            close(machine, operation);
            assertThat(machine.calls.code(HCS_ENUMERATE_COMPUTE_SYSTEMS, "", operation))
                    .isEqualTo(INVALID_HANDLE);
            assertThat(machine.host.ledger().mistakes()).isEmpty();
        }
    }

    @Test
    void anOperationThatIsClosedWhileItRunsLetsTheRequestGoOn() {
        try (Machine machine = Machine.server2022(folder);
                ComputeSystem system = machine.running("web")) {
            machine.faults.set(Fault.SHUTDOWN_DELAY, Duration.ofSeconds(3));
            int before = machine.clock.waiting();
            system.shutDown();
            Await.until(() -> machine.clock.waiting() > before);
            machine.clock.advance(Duration.ofSeconds(3));
            Await.until(() -> system.properties("").contains("\"Stopped\":true"));
            assertThat(machine.faults.met(Fault.SHUTDOWN_DELAY)).isOne();
        }
    }

    @Test
    void aCallbackIsCalledOnceAfterTheResultIsThereAndNeverWithinTheCall() {
        try (Machine machine = Machine.server2022(folder)) {
            Thread caller = Thread.currentThread();
            assertThat(callers(machine)).singleElement().isNotEqualTo(caller);
        }
    }

    @Test
    void withTheSwitchACallbackComesWithinTheCall() {
        try (Machine machine = Machine.server2022(folder)) {
            machine.faults.set(Fault.INLINE_CALLBACK);
            assertThat(callers(machine)).containsExactly(Thread.currentThread());
        }
    }

    private static List<Thread> callers(Machine machine) {
        List<Thread> callers = new CopyOnWriteArrayList<>();
        List<Integer> results = new CopyOnWriteArrayList<>();
        Completion completion =
                (operation, context) -> {
                    results.add(
                            machine.calls.code(
                                    HCS_GET_OPERATION_RESULT, operation, new Out.Text()));
                    callers.add(Thread.currentThread());
                };
        long operation = machine.calls.call(HCS_CREATE_OPERATION, 77L, completion);
        machine.calls.code(HCS_ENUMERATE_COMPUTE_SYSTEMS, "", operation);
        machine.calls.code(HCS_WAIT_FOR_OPERATION_RESULT, operation, INFINITE, new Out.Text());
        Await.until(() -> !callers.isEmpty());
        assertThat(results).containsExactly(0);
        close(machine, operation);
        return callers;
    }

    @Test
    void withTheSwitchAllCodesOfTheServiceHaveTheOtherPrefix() {
        try (Machine machine = Machine.server2022(folder)) {
            machine.faults.set(Fault.SEVERITY_C037);
            assertThat(machine.calls.code(HCS_OPEN_COMPUTE_SYSTEM, "web", 0, new Out.Handle()))
                    .isEqualTo(0xC037010E);
            assertThat(machine.faults.met(Fault.SEVERITY_C037)).isPositive();
        }
    }

    @Test
    void fiftyStartsAtOnceAllSucceedAndNothingIsLeft() {
        try (Machine machine = Machine.server2022(folder)) {
            List<String> documents =
                    java.util.stream.IntStream.range(0, 50)
                            .mapToObj(i -> machine.document("c" + i))
                            .toList();
            List<Thread> threads =
                    java.util.stream.IntStream.range(0, 50)
                            .mapToObj(i ->
                                    Thread.ofPlatform().start(() -> live(machine, i, documents)))
                            .toList();
            threads.forEach(thread -> Await.until(() -> !thread.isAlive()));
            Await.until(() -> machine.core.enumerate("").equals("[]"));
        }
    }

    private static void live(Machine machine, int number, List<String> documents) {
        try (ComputeSystem system =
                machine.core.create("c" + number, documents.get(number), LIMIT)) {
            system.start(LIMIT);
            String output = machine.run(system, "cmd /c echo " + number);
            if (!output.equals(number + "\r\n")) {
                machine.host.ledger().mistake("Container " + number + " wrote " + output);
            }
            system.shutDown();
            Await.until(() -> system.properties("").contains("\"Stopped\":true"));
        }
    }
}
