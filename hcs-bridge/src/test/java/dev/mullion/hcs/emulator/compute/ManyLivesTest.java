package dev.mullion.hcs.emulator.compute;

import static dev.mullion.hcs.emulator.compute.Machine.LIMIT;
import static dev.mullion.hcs.emulator.compute.Machine.command;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.hcs.compute.ComputeProcess;
import dev.mullion.hcs.compute.ComputeSystem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers by the hundred, one after the other; {@code -Dmullion.rounds=1000} for a thousand. */
class ManyLivesTest {

    @TempDir Path folder;

    @Test
    void livesByTheHundredLeaveNothingBehind() {
        try (Machine machine = Machine.server2022(folder)) {
            String document = machine.document("web");
            for (int i = 0; i < 50; i++) {
                live(machine, document);
            }
            int threads = Thread.activeCount();
            long before = used();
            int rounds = Integer.getInteger("mullion.rounds", 200);
            for (int i = 0; i < rounds; i++) {
                live(machine, document);
            }
            assertThat(machine.host.ledger().outstanding()).isEmpty();
            assertThat(machine.clock.waiting()).isZero();
            long grown = used() - before;
            System.out.printf(
                    "%d lives: %d bytes more, %d threads more%n",
                    rounds, grown, Thread.activeCount() - threads);
            assertThat(Thread.activeCount() - threads).isLessThan(20);
            assertThat(grown).isLessThan(24L << 20);
        }
    }

    private static void live(Machine machine, String document) {
        try (ComputeSystem system = machine.core.create("web", document, LIMIT)) {
            var told = new Machine.Told();
            system.listen(told.events::add);
            system.start(LIMIT);
            try (ComputeProcess process = system.createProcess(command("echo hi"), LIMIT)) {
                process.listen(event -> {});
                assertThat(machine.output(process)).isEqualTo("hi\r\n");
            }
            system.terminate();
            told.await(1);
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
