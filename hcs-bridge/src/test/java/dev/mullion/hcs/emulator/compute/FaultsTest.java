package dev.mullion.hcs.emulator.compute;

import static dev.mullion.hcs.emulator.compute.Machine.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.compute.ComputeSystem;
import dev.mullion.hcs.emulator.Await;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.layer.Layers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "CREATE_IMAGE_MISMATCH,0101,false",
        "CREATE_IMAGE_MISMATCH,0101,true",
        "CREATE_HYPERV_MISSING,0102,true",
        "CREATE_NOT_ELEVATED,011B,false",
        "CREATE_NOT_ELEVATED,011B,true"
    })
    void aSystemThatCanNotBeCreatedLeavesNothing(Fault fault, String code, boolean virtual) {
        try (Machine machine = Machine.server2022(folder)) {
            machine.faults.next(fault, 1);
            HcsException refused =
                    catchThrowableOfType(HcsException.class, () -> create(machine, virtual));
            assertThat(refused.code().code()).isEqualTo(Integer.parseInt("37" + code, 16));
            assertThat(machine.faults.met(fault)).isOne();
            try (ComputeSystem system = create(machine, virtual)) {
                machine.end(system);
            }
        }
    }

    private static ComputeSystem create(Machine machine, boolean virtual) {
        return virtual
                ? machine.vm.create("web", machine.virtual("web"), LIMIT)
                : machine.core.create("web", machine.document("web"), LIMIT);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aSystemThatEndsWhileItStartsSaysSoAndFreesItsId(boolean virtual) {
        try (Machine machine = Machine.server2022(folder)) {
            machine.faults.next(Fault.START_UNEXPECTED_EXIT, 1);
            try (ComputeSystem system = create(machine, virtual)) {
                assertThatThrownBy(() -> system.start(LIMIT)).hasMessageContaining("370106");
                assertThat(system.properties("")).contains("\"Stopped\":true");
            }
            try (ComputeSystem again = create(machine, virtual)) {
                again.start(LIMIT);
                machine.end(again);
            }
        }
    }

    @Test
    void aSystemTerminatedInTheMiddleOfItsShutdownLeavesAScratchThatCanNotBeExported()
            throws IOException {
        try (Machine machine = Machine.server2022(folder)) {
            machine.faults.set(Fault.TERMINATE_DURING_TEARDOWN);
            machine.faults.set(Fault.SHUTDOWN_DELAY, Duration.ofSeconds(117));
            try (ComputeSystem system = machine.running("web")) {
                system.shutDown();
                Await.until(() -> machine.clock.waiting() > 0);
                machine.end(system);
            }
            Path scratch = machine.scratch("web");
            machine.layers.unprepare(scratch);
            Path target = Files.createDirectories(folder.resolve("export"));
            List<Layers.Parent> parents =
                    List.of(new Layers.Parent(machine.layers.id("base"), folder.resolve("base")));
            HcsException refused =
                    catchThrowableOfType(
                            HcsException.class,
                            () -> machine.layers.exportLayer(scratch, target, parents));
            assertThat(refused.code().code()).isEqualTo(3);
        }
    }

    @Test
    void aScratchIsHeldUntilItsSystemHasEnded() {
        try (Machine machine = Machine.server2022(folder);
                ComputeSystem system = machine.running("web")) {
            Path scratch = machine.scratch("web");
            assertThatThrownBy(() -> machine.layers.unprepare(scratch))
                    .isInstanceOf(HcsException.class);
            machine.end(system);
            machine.layers.unprepare(scratch);
        }
    }
}
