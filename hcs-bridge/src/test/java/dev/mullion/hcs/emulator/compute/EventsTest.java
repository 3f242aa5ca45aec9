package dev.mullion.hcs.emulator.compute;

import static dev.mullion.hcs.compute.ComputeEvent.Type.PROCESS_EXITED;
import static dev.mullion.hcs.compute.ComputeEvent.Type.SERVICE_DISCONNECT;
import static dev.mullion.hcs.compute.ComputeEvent.Type.SYSTEM_EXITED;
import static dev.mullion.hcs.emulator.compute.Machine.LIMIT;
import static dev.mullion.hcs.emulator.compute.Machine.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.ServiceLostException;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.compute.ComputeCore;
import dev.mullion.hcs.compute.ComputeProcess;
import dev.mullion.hcs.compute.ComputeSystem;
import dev.mullion.hcs.emulator.Await;
import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.EmulatedWindows;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.pipe.PipeInput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventsTest {

    @TempDir Path folder;

    @Test
    void theEndOfEveryProcessIsToldBeforeTheSystemsAlsoWhenItIsToldSlowly() {
        try (Machine machine = Machine.server2022(folder);
                ComputeSystem system = machine.running("web")) {
            var told = new Machine.Told();
            var goOn = new CountDownLatch(1);
            system.listen(told.events::add);
            List<ComputeProcess> processes = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ComputeProcess process = system.createProcess(command("ping -t"), LIMIT);
                processes.add(process);
                process.listen(event -> {
                    awaitLatch(goOn);
                    told.events.add(event);
                });
            }
            system.terminate();
            Await.until(() -> system.properties("").contains("\"Stopped\":true"));
            assertThat(told.events).isEmpty();
            goOn.countDown();
            told.await(6);
            assertThat(told.types().subList(0, 5)).containsOnly(PROCESS_EXITED);
            assertThat(told.types().getLast()).isEqualTo(SYSTEM_EXITED);
            processes.forEach(ComputeProcess::close);
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("Nobody let it go on");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void withTheSwitchTheSystemsEndComesWithoutWaitingForThem() {
        try (Machine machine = Machine.server2022(folder);
                ComputeSystem system = machine.running("web");
                ComputeProcess process = system.createProcess(command("ping -t"), LIMIT)) {
            machine.faults.set(Fault.SHUFFLE);
            var told = new Machine.Told();
            var goOn = new CountDownLatch(1);
            system.listen(told.events::add);
            process.listen(event -> {
                awaitLatch(goOn);
                told.events.add(event);
            });
            system.terminate();
            told.await(1);
            goOn.countDown();
            told.await(2);
            assertThat(told.types()).containsExactly(SYSTEM_EXITED, PROCESS_EXITED);
            assertThat(machine.faults.met(Fault.SHUFFLE)).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyHandleIsToldOnce(boolean first) {
        try (Machine machine = Machine.server2022(folder);
                ComputeSystem one = machine.running("web");
                ComputeSystem two = (first ? machine.vm : machine.core).open("web")) {
            var told = new Machine.Told();
            one.listen(told.events::add);
            two.listen(told.events::add);
            one.shutDown();
            told.await(2);
            assertThat(told.types()).containsExactly(SYSTEM_EXITED, SYSTEM_EXITED);
        }
    }

    @Test
    void oneHandleHasOneCallback() {
        try (Machine machine = Machine.server2022(folder);
                ComputeSystem system = machine.running("web")) {
            system.listen(event -> {});
            assertThatThrownBy(() -> system.listen(event -> {}))
                    .isInstanceOf(HcsException.class)
                    .hasMessageContaining("0x80370119");
            machine.end(system);
        }
    }

    @Test
    void whoListensAfterTheEndIsToldOnlyWithTheSwitch() {
        try (Machine machine = Machine.server2022(folder);
                ComputeSystem system = machine.running("web");
                ComputeProcess early = system.createProcess(command("exit 4"), LIMIT);
                ComputeProcess late = system.createProcess(command("exit 5"), LIMIT)) {
            var told = new Machine.Told();
            Machine.exit(early);
            Machine.exit(late);
            early.listen(told.events::add);
            machine.faults.set(Fault.LATE_EVENT);
            late.listen(told.events::add);
            told.await(1);
            assertThat(told.events)
                    .singleElement()
                    .satisfies(event -> assertThat(event.data()).contains("\"ExitCode\":5"));
            machine.end(system);
        }
    }

    @Test
    void closingWaitsForTheCallbackThatRunsAndNothingComesAfterIt() {
        try (Machine machine = Machine.server2022(folder);
                ComputeSystem system = machine.running("web")) {
            ComputeProcess process = system.createProcess(command("exit 0"), LIMIT);
            ComputeProcess again = system.createProcess(command("ping -t"), LIMIT);
            var entered = new CountDownLatch(1);
            var goOn = new CountDownLatch(1);
            var left = new AtomicBoolean();
            again.listen(event -> {
                entered.countDown();
                awaitLatch(goOn);
                left.set(true);
            });
            again.terminate(LIMIT);
            awaitLatch(entered);
            var leftBeforeClosed = new AtomicBoolean();
            Thread closing =
                    Thread.ofPlatform()
                            .start(() -> {
                                again.close();
                                leftBeforeClosed.set(left.get());
                            });
            Await.until(() ->
                    closing.getState() == Thread.State.TIMED_WAITING
                            || closing.getState() == Thread.State.WAITING);
            goOn.countDown();
            Await.until(() -> !closing.isAlive());
            assertThat(leftBeforeClosed).isTrue();
            process.close();
            machine.end(system);
        }
    }

    @Test
    void closingFromWithinTheCallbackIsNotedAsTheDeadlockThatItIs() {
        Machine machine = Machine.server2022(folder);
        ComputeSystem system = machine.running("web");
        ComputeProcess process = system.createProcess(command("tee"), LIMIT);
        var terminated = new CountDownLatch(1);
        process.listen(event -> {
            // or it would be closed by the call that still uses it
            awaitLatch(terminated);
            process.close();
        });
        process.terminate(LIMIT);
        terminated.countDown();
        Await.until(() -> !machine.host.ledger().mistakes().isEmpty());
        assertThat(machine.host.ledger().mistakes())
                .singleElement()
                .asString()
                .contains("a deadlock");
        machine.end(system);
        system.close();
        machine.host.close();
    }

    @Test
    void anEventCanComeLateOrNever() {
        try (Machine machine = Machine.server2022(folder);
                ComputeSystem system = machine.running("web");
                ComputeProcess late = system.createProcess(command("tee"), LIMIT);
                ComputeProcess dropped = system.createProcess(command("tee"), LIMIT)) {
            var told = new Machine.Told();
            late.listen(told.events::add);
            dropped.listen(told.events::add);
            machine.faults.set(Fault.EXIT_EVENT_LATE, Duration.ofSeconds(9));
            late.terminate(LIMIT);
            Machine.exit(late);
            machine.faults.clear(Fault.EXIT_EVENT_LATE);
            machine.faults.set(Fault.EXIT_EVENT_DROP);
            dropped.terminate(LIMIT);
            Machine.exit(dropped);
            assertThat(told.events).isEmpty();
            machine.clock.advance(Duration.ofSeconds(9));
            told.await(1);
            machine.end(system);
            assertThat(told.types()).containsExactly(PROCESS_EXITED);
            assertThat(machine.faults.met(Fault.EXIT_EVENT_DROP)).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void onOldBuildsAndWithTheSwitchTheEndDoesNotSayHow(boolean old) {
        var windows = EmulatedWindows.of(old ? "10.0.17763.1" : "10.0.20348.1");
        try (Machine machine = new Machine(folder, windows);
                ComputeSystem system = machine.running("web")) {
            if (!old) {
                machine.faults.set(Fault.EXIT_TYPE_MISSING);
            }
            var told = new Machine.Told();
            system.listen(told.events::add);
            system.shutDown();
            told.await(1);
            assertThat(told.events.getFirst().data()).isEqualTo("{\"Status\":0}");
            assertThat(system.properties("")).doesNotContain("ExitType");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whenTheServiceDiesEveryHandleIsToldAndDeadAndContainersSurvive(boolean lost) {
        try (Machine machine = Machine.server2022(folder)) {
            ComputeSystem system = machine.running("web");
            ComputeProcess process = system.createProcess(command("ping -t"), LIMIT);
            var told = new Machine.Told();
            system.listen(told.events::add);
            process.listen(told.events::add);
            if (lost) {
                machine.faults.set(Fault.SERVICE_LOSES_SYSTEMS);
            }
            machine.host.stopService();
            told.await(2);
            assertThat(told.types()).containsOnly(SERVICE_DISCONNECT);
            assertThatThrownBy(() -> system.properties(""))
                    .isInstanceOf(ServiceLostException.class);
            assertThatThrownBy(() -> process.terminate(LIMIT))
                    .isInstanceOf(ServiceLostException.class);
            assertThatThrownBy(() -> machine.core.open("web"))
                    .isInstanceOf(ServiceLostException.class);
            machine.host.restartService();
            assertThatThrownBy(() -> system.properties(""))
                    .isInstanceOf(ServiceLostException.class);
            process.close();
            system.close();
            assertThat(machine.core.enumerate("").contains("\"web\"")).isEqualTo(!lost);
            if (!lost) {
                try (ComputeSystem again = machine.core.open("web")) {
                    machine.end(again);
                }
            }
        }
    }

    @Test
    void aSystemThatShallEndWithItsLastHandleDoes() {
        try (Machine machine = Machine.server2022(folder)) {
            String document =
                    machine.document("web")
                            .replace(
                                    "\"Container\":{",
                                    "\"ShouldTerminateOnLastHandleClosed\":true,\"Container\":{");
            ComputeSystem one = machine.core.create("web", document, LIMIT);
            ComputeSystem two = machine.core.open("web");
            one.start(LIMIT);
            one.close();
            assertThat(machine.core.enumerate("")).contains("\"web\"");
            two.close();
            Await.until(() -> machine.core.enumerate("").equals("[]"));
        }
    }

    @Test
    void aKilledProcessLosesItsHandlesAndTheMachineGoesOn() {
        try (Machine machine = Machine.server2022(folder)) {
            String document = machine.document("web");
            Client engine = machine.host.connect();
            var calls = new NativeCalls(engine);
            var core = new ComputeCore(calls);
            ComputeSystem system = core.create("web", document, LIMIT);
            var told = new Machine.Told();
            system.listen(told.events::add);
            system.start(LIMIT);
            ComputeProcess process = system.createProcess(command("ping -t"), LIMIT);
            process.listen(told.events::add);
            engine.kill();
            assertThatThrownBy(() -> core.enumerate("")).isInstanceOf(HcsException.class);
            process.close();
            system.close();
            try (ComputeSystem again = machine.core.open("web");
                    ComputeProcess found = again.openProcess(process.processId())) {
                assertThat(found.properties()).contains("\"Exited\":false");
                machine.clock.advance(Duration.ofSeconds(5));
                assertThat(found.properties()).contains("\"Exited\":false");
                machine.end(again);
            }
            assertThat(told.events).isEmpty();
        }
    }

    @Test
    void aReadThatWaitsComesBackWhenItsProcessIsKilledAndTheProgramGoesOn() {
        try (Machine machine = Machine.server2022(folder)) {
            String document = machine.document("web");
            for (int i = 0; i < 30; i++) {
                Client engine = machine.host.connect();
                var calls = new NativeCalls(engine);
                var core = new ComputeCore(calls);
                ComputeSystem system = core.create("web", document, LIMIT);
                system.start(LIMIT);
                ComputeProcess process = system.createProcess(command("spam"), LIMIT);
                var out =
                        new PipeInput(
                                calls, process.pipe(ComputeProcess.Stream.OUTPUT).orElseThrow());
                var begun = new CountDownLatch(1);
                var end = new CompletableFuture<Optional<IOException>>();
                Thread.ofPlatform().start(() -> end.complete(readToTheEnd(out, begun)));
                awaitLatch(begun);
                engine.kill();
                Await.until(end::isDone);
                // a dead process reads nothing more; which code says so depends on when it died
                assertThat(end.join())
                        .hasValueSatisfying(e -> assertThat(e).hasMessageContaining("Reading by"));
                process.close();
                system.close();
                try (ComputeSystem again = machine.core.open("web")) {
                    machine.end(again);
                }
            }
        }
    }

    /** Returns why it can't be read any more; nothing if it was read to its end. */
    private static Optional<IOException> readToTheEnd(PipeInput out, CountDownLatch begun) {
        try (out) {
            while (out.read(new byte[4096]) >= 0) {
                begun.countDown();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }
}
