package dev.mullion.hcs.emulator.compute;

import static dev.mullion.hcs.emulator.compute.Machine.LIMIT;
import static dev.mullion.hcs.emulator.compute.Machine.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.hcs.AlreadyExistsException;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.compute.ComputeEvent;
import dev.mullion.hcs.compute.ComputeProcess;
import dev.mullion.hcs.compute.ComputeSystem;
import dev.mullion.hcs.emulator.Await;
import dev.mullion.hcs.emulator.EmulatedWindows;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.pipe.PipeInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HyperVLifecycleTest {

    @TempDir Path folder;

    @Test
    void aContainerInAVirtualMachineLivesAndIsPaused() {
        try (Machine machine = Machine.server2022(folder);
                ComputeSystem system = machine.vm.create("web", machine.virtual("web"), LIMIT)) {
            var told = new Machine.Told();
            system.listen(told.events::add);
            system.start(LIMIT);
            try (ComputeProcess process = system.createProcess(command("cmd /c echo hi"), LIMIT)) {
                assertThat(machine.output(process)).isEqualTo("hi\r\n");
            }
            system.pause(LIMIT);
            assertThat(system.properties("")).contains("\"State\":\"Paused\"");
            assertThatThrownBy(() -> system.createProcess(command("cmd"), LIMIT))
                    .hasMessageContaining("0xC0370105");
            system.resume(LIMIT);
            system.shutDown();
            told.await(1);
            assertThat(told.events)
                    .singleElement()
                    .extracting(ComputeEvent::type)
                    .isEqualTo(ComputeEvent.Type.SYSTEM_EXITED);
        }
    }

    @Test
    void aPausedContainerWritesNothing() throws Exception {
        try (Machine machine = Machine.server2022(folder);
                ComputeSystem system = machine.vm.create("web", machine.virtual("web"), LIMIT)) {
            system.start(LIMIT);
            try (ComputeProcess process = system.createProcess(command("ping -t"), LIMIT);
                    var out =
                            new PipeInput(
                                    machine.calls,
                                    process.pipe(ComputeProcess.Stream.OUTPUT).orElseThrow())) {
                byte[] piece = new byte[1024];
                String begin = "";
                while (!begin.contains("Reply")) {
                    begin += new String(piece, 0, out.read(piece), StandardCharsets.UTF_8);
                }
                Await.until(() -> machine.clock.waiting() == 1);
                system.pause(LIMIT);
                machine.clock.advance(Duration.ofSeconds(1));
                var next =
                        CompletableFuture.supplyAsync(() -> {
                            try {
                                return out.read(piece);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
                assertThat(machine.clock.waiting()).isZero();
                assertThat(next).isNotDone();
                system.resume(LIMIT);
                assertThat(next.get(20, TimeUnit.SECONDS)).isPositive();
                machine.end(system);
            }
        }
    }

    @Test
    void aHostWithoutAHypervisorSaysSo() {
        var windows = EmulatedWindows.of("10.0.20348.2700").withoutHypervisor();
        try (Machine machine = new Machine(folder, windows)) {
            assertThatThrownBy(() -> machine.vm.create("web", machine.virtual("web"), LIMIT))
                    .isInstanceOf(HcsException.class)
                    .hasMessageContaining("0xC0370102");
        }
    }

    @Test
    void whatIsWrongIsToldByTheCallOrLaterByTheNotification() {
        try (Machine machine = Machine.server2022(folder);
                ComputeSystem system = machine.vm.create("web", machine.virtual("web"), LIMIT)) {
            assertThatThrownBy(() -> machine.vm.create("web", machine.virtual("web"), LIMIT))
                    .isInstanceOf(AlreadyExistsException.class);
            machine.faults.set(Fault.FAIL_LATE);
            assertThatThrownBy(() -> machine.vm.create("web", machine.virtual("web"), LIMIT))
                    .isInstanceOf(AlreadyExistsException.class)
                    .hasMessageContaining("There is a system web already.");
            system.start(LIMIT);
            assertThatThrownBy(() -> system.start(LIMIT)).hasMessageContaining("0xC0370105");
            system.terminate();
            Await.until(() -> machine.vm.enumerate("").equals("[]"));
        }
    }
}
