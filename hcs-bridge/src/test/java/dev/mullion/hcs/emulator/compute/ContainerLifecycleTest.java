package dev.mullion.hcs.emulator.compute;

import static dev.mullion.hcs.emulator.compute.Machine.LIMIT;
import static dev.mullion.hcs.emulator.compute.Machine.command;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.hcs.compute.ComputeEvent;
import dev.mullion.hcs.compute.ComputeProcess;
import dev.mullion.hcs.compute.ComputeSystem;
import dev.mullion.hcs.emulator.Await;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerLifecycleTest {

    @TempDir Path folder;

    @Test
    void aContainerLivesFromCreateThroughItsProcessToItsEnd() {
        try (Machine machine = Machine.server2022(folder);
                ComputeSystem system = machine.core.create("web", machine.document("web"), LIMIT)) {
            var told = new Machine.Told();
            system.listen(told.events::add);
            assertThat(system.properties("")).contains("\"State\":\"Created\"");
            system.start(LIMIT);
            assertThat(system.properties("")).contains("\"State\":\"Running\"");
            try (ComputeProcess process =
                    system.createProcess(command("cmd /S /C \"echo hi\""), LIMIT)) {
                assertThat(process.processId()).isPositive();
                assertThat(machine.output(process)).isEqualTo("hi\r\n");
                assertThat(Machine.exit(process)).contains("\"ExitCode\":0");
            }
            assertThat(system.properties("")).contains("\"State\":\"Running\"");
            system.shutDown();
            told.await(1);
            assertThat(told.events)
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.type()).isEqualTo(ComputeEvent.Type.SYSTEM_EXITED);
                        assertThat(event.data()).contains("GracefulExit");
                    });
            assertThat(system.properties(""))
                    .contains("\"State\":\"Stopped\"", "\"ExitType\":\"GracefulExit\"");
        }
    }

    @Test
    void aTerminatedContainerTakesItsProcessesAlongAndTellsThemFirst() {
        try (Machine machine = Machine.server2022(folder);
                ComputeSystem system = machine.running("web");
                ComputeProcess process = system.createProcess(command("ping -t"), LIMIT)) {
            var told = new Machine.Told();
            system.listen(told.events::add);
            process.listen(told.events::add);
            system.terminate();
            told.await(2);
            assertThat(told.types())
                    .containsExactly(
                            ComputeEvent.Type.PROCESS_EXITED, ComputeEvent.Type.SYSTEM_EXITED);
            assertThat(told.events.getFirst().data()).contains("\"ExitCode\":1067");
            assertThat(told.events.getLast().data()).contains("ForcedExit");
            machine.output(process);
        }
    }

    @Test
    void whoOwnsASystemFindsItAndOpensItAgain() {
        try (Machine machine = Machine.server2022(folder)) {
            machine.running("web").close();
            assertThat(machine.core.enumerate("{\"Owners\":[\"mullion\"]}"))
                    .contains("\"Id\":\"web\"");
            assertThat(machine.core.enumerate("{\"Owners\":[\"other\"]}")).isEqualTo("[]");
            try (ComputeSystem again = machine.core.open("web")) {
                again.terminate();
                Await.until(() -> machine.core.enumerate("").equals("[]"));
            }
        }
    }
}
