package dev.mullion.engine.hcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.engine.runtime.ExecProcess;
import dev.mullion.engine.testing.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many containers at once, and one after another; {@code -Dmullion.long=true} for a thousand. */
class LoadTest {

    private static final int ROUNDS = Boolean.getBoolean("mullion.long") ? 1000 : 100;
    private static final int AT_ONCE = 50;
    private static final long MOST_GROWTH = 24 << 20;

    private HcsFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new HcsFixture();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void fiftyContainersStartAtOnce(Isolation isolation) throws Exception {
        List<WindowsSpec> specs = new ArrayList<>();
        List<Future<ContainerId>> starts = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_ONCE; i++) {
                WindowsSpec spec = fixture.spec("cmd /C echo number " + i).in(isolation);
                specs.add(spec);
                starts.add(executor.submit(() -> fixture.run(spec)));
            }
        }
        for (int i = 0; i < AT_ONCE; i++) {
            ContainerId id = starts.get(i).get();
            assertThat(fixture.exit(id).code()).isZero();
            fixture.delete(id);
            assertThat(HcsFixture.logged(specs.get(i).log)).isEqualTo("number " + i + "\r\n");
        }
        assertThat(fixture.ends).hasSize(AT_ONCE);
    }

    @Test
    void roundAfterRoundLeavesNothing() throws Exception {
        rounds(10); // what is made once is made
        Map<String, Integer> before = fixture.machine.ledger().outstanding();
        long heap = heap();
        int threads = Thread.activeCount();

        rounds(ROUNDS);

        assertThat(fixture.machine.ledger().outstanding()).isEqualTo(before);
        assertThat(heap() - heap).as("growth of the heap").isLessThan(MOST_GROWTH);
        assertThat(Thread.activeCount()).as("threads").isLessThan(threads + 20);
    }

    private void rounds(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            Isolation isolation = i % 2 == 0 ? Isolation.PROCESS : Isolation.HYPERV;
            ContainerId id = fixture.run(fixture.spec("ping -t localhost").in(isolation));
            try (ExecProcess exec =
                    fixture.runtime.exec(id, fixture.spec("echo round " + i).process())) {
                assertThat(HcsFixture.all(exec.streams())).asString().contains("round " + i);
            }
            fixture.runtime.signal(id, 15);
            fixture.exit(id);
            fixture.delete(id);
        }
        Await.until(
                () -> "an empty ledger: " + fixture.machine.ledger().outstanding(),
                () -> fixture.machine.ledger().outstanding().isEmpty());
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
