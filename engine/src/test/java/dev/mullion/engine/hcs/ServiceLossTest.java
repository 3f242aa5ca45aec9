package dev.mullion.engine.hcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.engine.runtime.ContainerSpec.Input;
import dev.mullion.engine.runtime.ExecProcess;
import dev.mullion.engine.runtime.ProcessExit;
import dev.mullion.engine.testing.Await;
import dev.mullion.hcs.emulator.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The compute service dies, and every handle with it. */
class ServiceLossTest {

    private HcsFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new HcsFixture();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        fixture.forgetFaults();
        fixture.close();
    }

    private boolean answers(ContainerId id) {
        try (ExecProcess exec = fixture.runtime.exec(id, fixture.spec("echo there").process())) {
            return new String(
                            HcsFixture.all(exec.streams()), java.nio.charset.StandardCharsets.UTF_8)
                    .contains("there");
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void containerThatSurvivesRunsOnWithItsOutput(Isolation isolation) throws Exception {
        WindowsSpec spec = fixture.spec("ping -n 100 localhost").in(isolation);
        ContainerId id = fixture.run(spec);

        fixture.machine.restartService();

        fixture.passTimeUntil("an answer", () -> answers(id));
        assertThat(fixture.exit(id).code()).isZero();
        fixture.delete(id);
        assertThat(fixture.ends).containsOnlyOnce(id);
        assertThat(HcsFixture.logged(spec.log)).contains("Received = 100");
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void containerThatIsLostEndsOnce(Isolation isolation) throws Exception {
        fixture.machine.faults().set(Fault.SERVICE_LOSES_SYSTEMS);
        ContainerId id = fixture.run(fixture.spec("ping -t localhost").in(isolation));
        // it is looked for when it is gone
        fixture.machine.faults().hang("HcsEnumerateComputeSystems", Duration.ofSeconds(1));

        fixture.machine.restartService();

        ProcessExit exit = fixture.exit(id);
        // told by the service on its way down, or by nobody
        assertThat(exit.code()).isIn(1067L, 255L);
        if (exit.code() == 255) {
            assertThat(exit.error()).contains("The compute service (vmcompute) ended");
        }
        fixture.delete(id);
        assertThat(fixture.ends).containsOnlyOnce(id);
    }

    @Test
    void containerThatWaitsToBeStartedSurvives() throws Exception {
        WindowsSpec spec = fixture.spec("echo started");
        ContainerId id = fixture.create(spec);

        fixture.machine.restartService();
        fixture.passTimeUntil(
                "its start",
                () -> {
                    try {
                        fixture.runtime.start(id);
                        return true;
                    } catch (IOException e) {
                        return false;
                    }
                });

        assertThat(fixture.exit(id).code()).isZero();
        fixture.delete(id);
        assertThat(HcsFixture.logged(spec.log)).isEqualTo("started\r\n");
    }

    @Test
    void execEndsWhenNothingMoreIsToldOfIt() throws Exception {
        ContainerId id = fixture.run(fixture.spec("tee").input(Input.KEPT));
        ExecProcess exec = fixture.runtime.exec(id, fixture.spec("ping -t localhost").process());
        CompletableFuture<byte[]> output = HcsFixture.allLater(exec.streams());

        fixture.machine.restartService();

        fixture.passTimeUntil("its end", () -> HcsFixture.hasEnded(exec));
        assertThat(exec.waitFor()).isEqualTo(255);
        fixture.passTimeUntil("the end of its output", output::isDone);
        exec.close();
        fixture.passTimeUntil("an answer", () -> answers(id));
        fixture.delete(id);
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void containerThatIsEndingEndsAllTheSame(Isolation isolation) throws Exception {
        fixture.machine.faults().set(Fault.SHUTDOWN_DELAY, Duration.ofSeconds(60));
        ContainerId id = fixture.run(fixture.spec("cmd /C exit 5").in(isolation));
        Await.until("the teardown", () -> fixture.machine.faults().met(Fault.SHUTDOWN_DELAY) > 0);

        fixture.machine.restartService();

        assertThat(fixture.exit(id).code()).isEqualTo(5);
        fixture.delete(id);
    }

    @Test
    void pausedContainerSurvives() throws Exception {
        ContainerId id = fixture.run(fixture.spec("ping -t localhost").in(Isolation.HYPERV));
        fixture.runtime.pause(id);

        fixture.machine.restartService();
        fixture.passTimeUntil(
                "it goes on",
                () -> {
                    try {
                        fixture.runtime.resume(id);
                        return true;
                    } catch (IOException e) {
                        return false;
                    }
                });

        assertThat(answers(id)).isTrue();
        fixture.delete(id);
    }
}
