package dev.mullion.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.runtime.ProcessExit;
import dev.mullion.engine.runtime.ProgramNotStartedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The life of containers. */
class CrunRuntimeTest {

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

    @Test
    void exitCodeAndTimeAreTold() throws Exception {
        ContainerId id = fixture.run(fixture.spec("sh", "-c", "exit 42"));

        ProcessExit exit = fixture.exit(id);

        assertThat(exit.code()).isEqualTo(42);
        assertThat(exit.error()).isNull();
        assertThat(exit.outOfMemory()).isFalse();
        assertThat(exit.at()).isBetween(Instant.now().minus(Duration.ofSeconds(30)), Instant.now());
        fixture.runtime.delete(id);
        assertThat(fixture.ends).containsOnlyOnce(id);
    }

    @Test
    void signalReachesTheFirstProcess() throws Exception {
        ContainerId trapping =
                fixture.run(
                        fixture.spec(
                                "sh", "-c", "trap 'exit 5' TERM; while :; do sleep 0.01; done"));
        ContainerId killed = fixture.run(fixture.spec("sleep", "1000"));
        RuntimeFixture.await(
                "the trap is set",
                () -> {
                    try {
                        return fixture.runtime.processes(trapping).size() > 1;
                    } catch (java.io.IOException e) {
                        return false;
                    }
                });

        fixture.runtime.signal(trapping, 15);
        fixture.runtime.signal(killed, 9);

        assertThat(fixture.exit(trapping).code()).isEqualTo(5);
        assertThat(fixture.exit(killed).code()).isEqualTo(137);
        fixture.runtime.delete(trapping);
        fixture.runtime.delete(killed);
    }

    @Test
    void missingProgramIsSaidInTheWordsThatClientsKnow() {
        assertThatThrownBy(() -> fixture.run(fixture.spec("nosuch")))
                .isInstanceOfSatisfying(
                        ProgramNotStartedException.class, e -> assertThat(e.code()).isEqualTo(127))
                .hasMessage("exec: \"nosuch\": executable file not found in $PATH");
    }

    @Test
    void deleteKillsWhatRuns() throws Exception {
        ContainerId id = fixture.run(fixture.spec("sleep", "1000"));

        fixture.runtime.delete(id);

        assertThat(fixture.exit(id).code()).isEqualTo(137);
        fixture.runtime.delete(id);
    }

    @Test
    void createdOneThatNeverStartedIsRemovedWithoutAnEnd() throws Exception {
        ContainerId id = RuntimeFixture.newId();
        long pid = fixture.runtime.create(id, fixture.spec("true").build()).pid();

        fixture.runtime.delete(id);

        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(fixture.ends).doesNotContain(id);
    }
}
