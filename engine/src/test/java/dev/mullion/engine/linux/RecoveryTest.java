package dev.mullion.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.runtime.FoundContainer;
import dev.mullion.engine.runtime.ProcessExit;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an engine finds that comes after another, and what it makes of lost monitors. */
class RecoveryTest {

    private static RuntimeFixture fixture;

    @BeforeAll
    static void open() throws Exception {
        fixture = new RuntimeFixture();
    }

    @AfterAll
    static void nothingIsLeft() throws Exception {
        List<String> left = fixture.leftovers();
        fixture.close();
        assertThat(left).isEmpty();
    }

    private static ProcessHandle monitorOf(ContainerId id) throws IOException {
        String pid = Files.readString(fixture.run.resolve("c/" + id + "/conmon.pid")).strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    @Test
    void runningEndedAndHalfMadeOnesAreToldApart() throws Exception {
        ContainerId running = fixture.run(fixture.spec("sleep", "1000"));
        ContainerId paused = fixture.run(fixture.spec("sleep", "1000"));
        fixture.runtime.pause(paused);
        ContainerId ending = fixture.run(fixture.spec("sleep", "1000"));
        ContainerId waiting = RuntimeFixture.newId();
        fixture.runtime.create(waiting, fixture.spec("true").build());
        ContainerId unknown = fixture.run(fixture.spec("sleep", "1000"));
        ContainerId empty = RuntimeFixture.newId();
        Files.createDirectories(fixture.run.resolve("c/" + empty));
        ProcessHandle first =
                ProcessHandle.of(fixture.runtime.processes(ending).getFirst()).orElseThrow();
        fixture.runtime.close();
        first.destroyForcibly();
        RuntimeFixture.await(
                "its end is noted", () -> Files.exists(fixture.run.resolve("exits/" + ending)));

        fixture.openAgain();
        List<FoundContainer> found =
                fixture.runtime.recover(Set.of(running, paused, ending, waiting, empty));

        assertThat(found)
                .extracting(FoundContainer::id)
                .containsExactlyInAnyOrder(running, paused, ending);
        assertThat(found)
                .filteredOn(each -> each.id().equals(running))
                .allMatch(each -> each.pid() > 0 && !each.paused() && each.exit() == null);
        assertThat(found)
                .filteredOn(each -> each.id().equals(paused))
                .allMatch(each -> each.pid() > 0 && each.paused());
        assertThat(found)
                .filteredOn(each -> each.id().equals(ending))
                .extracting(each -> Objects.requireNonNull(each.exit()).code())
                .containsExactly(137L);
        assertThat(fixture.leftovers())
                .noneMatch(left -> left.contains(unknown.hex()) || left.contains(waiting.hex()));
        fixture.runtime.signal(running, 9);
        assertThat(fixture.exit(running).code()).isEqualTo(137);
        for (ContainerId id : List.of(running, paused, ending)) {
            fixture.runtime.delete(id);
        }
    }

    @Test
    void containerWhoseMonitorIsKilledIsKilledAndReported() throws Exception {
        ContainerId id = fixture.run(fixture.spec("sleep", "1000"));
        long pid = fixture.runtime.processes(id).getFirst();
        long begun = System.nanoTime();

        monitorOf(id).destroyForcibly();

        ProcessExit exit = fixture.exit(id);
        assertThat(exit.code()).isEqualTo(137);
        assertThat(exit.error()).contains("conmon");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
        RuntimeFixture.await("process " + pid + " is gone", () -> ProcessHandle.of(pid).isEmpty());
        fixture.runtime.delete(id);
    }

    @Test
    void containerWhoseMonitorWasKilledWhileNobodyLookedIsReportedToo() throws Exception {
        ContainerId id = fixture.run(fixture.spec("sleep", "1000"));
        ProcessHandle monitor = monitorOf(id);
        fixture.runtime.close();
        monitor.destroyForcibly();
        RuntimeFixture.await("the monitor is gone", () -> !monitor.isAlive());

        fixture.openAgain();
        List<FoundContainer> found = fixture.runtime.recover(Set.of(id));

        assertThat(found)
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.pid()).isZero();
                    assertThat(Objects.requireNonNull(each.exit()).error()).contains("conmon");
                });
        fixture.runtime.delete(id);
    }

    @Test
    void pausedOneStandsStillAndGoesOn() throws Exception {
        ContainerId id = fixture.run(fixture.spec("sh", "-c", "exec sleep 1000"));

        fixture.runtime.pause(id);
        fixture.runtime.resume(id);
        fixture.runtime.signal(id, 9);

        assertThat(fixture.exit(id).code()).isEqualTo(137);
        fixture.runtime.delete(id);
    }
}
