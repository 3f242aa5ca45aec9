package dev.mullion.engine.hcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.engine.runtime.ContainerSpec.Input;
import dev.mullion.engine.runtime.ExecProcess;
import dev.mullion.engine.runtime.ProcessStreams;
import dev.mullion.engine.runtime.ProgramNotStartedException;
import dev.mullion.engine.runtime.TerminalSize;
import dev.mullion.engine.testing.Await;
import dev.mullion.hcs.emulator.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** More processes in a container. */
class ExecsTest {

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

    private ContainerId running(Isolation isolation) throws IOException {
        return fixture.run(fixture.spec("ping -t localhost").in(isolation));
    }

    private ExecProcess exec(ContainerId id, String commandLine) throws IOException {
        return fixture.runtime.exec(id, fixture.spec(commandLine).process());
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void outputAndCodeOfAnExecArriveWithoutTimePassing(Isolation isolation) throws Exception {
        ContainerId id = running(isolation);

        try (ExecProcess exec = exec(id, "cmd /C echo from exec & exit 7")) {
            assertThat(HcsFixture.all(exec.streams()))
                    .asString(StandardCharsets.UTF_8)
                    .contains("from exec");
            assertThat(exec.waitFor()).isEqualTo(7);
            assertThat(exec.pid()).isPositive();
        }
        fixture.delete(id);
    }

    @Test
    void inputOfAnExecEndsWhenItsClientEndsIt() throws Exception {
        ContainerId id = running(Isolation.PROCESS);
        try (ExecProcess exec =
                fixture.runtime.exec(id, fixture.spec("tee").input(Input.KEPT).process())) {
            exec.streams().write(ByteBuffer.wrap("typed\n".getBytes(StandardCharsets.UTF_8)));
            exec.streams().closeInput();

            assertThat(HcsFixture.all(exec.streams())).asString().isEqualTo("typed\n");
            assertThat(exec.waitFor()).isZero();
        }
        fixture.delete(id);
    }

    @Test
    void terminalIsResizedAndItsOutputIsOneStream() throws Exception {
        ContainerId id = running(Isolation.PROCESS);
        WindowsSpec spec = fixture.spec("cmd").input(Input.KEPT);
        spec.terminal = true;
        spec.size = new TerminalSize(24, 80);
        try (ExecProcess exec = fixture.runtime.exec(id, spec.process())) {
            CompletableFuture<byte[]> screen = HcsFixture.allLater(exec.streams());
            exec.resize(new TerminalSize(50, 132));
            exec.streams().write(bytes("mode con\rexit 3\r"));

            assertThat(screen.get(20, TimeUnit.SECONDS))
                    .asString()
                    .contains("Lines:          50")
                    .contains("Columns:        132");
            assertThat(exec.waitFor()).isEqualTo(3);
        }
        fixture.delete(id);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void missingProgramIs127AndLeavesNothing() throws Exception {
        ContainerId id = running(Isolation.PROCESS);

        assertThatThrownBy(() -> exec(id, "nosuch"))
                .isInstanceOfSatisfying(
                        ProgramNotStartedException.class, e -> assertThat(e.code()).isEqualTo(127));
        fixture.delete(id);
    }

    @Test
    void closedExecIsKilled() throws Exception {
        ContainerId id = running(Isolation.PROCESS);
        ExecProcess exec = exec(id, "ignore-ctrl");

        fixture.whileTimePasses(() -> {
            exec.close();
            return true;
        });

        assertThat(exec.waitFor()).isNotZero();
        assertThat(fixture.runtime.processes(id)).doesNotContain(exec.pid());
        fixture.delete(id);
    }

    @Test
    void execEndsWithItsContainer() throws Exception {
        ContainerId id = running(Isolation.PROCESS);
        ExecProcess exec = exec(id, "ping -t localhost");
        CompletableFuture<byte[]> output = HcsFixture.allLater(exec.streams());

        fixture.runtime.signal(id, 9);
        fixture.exit(id);

        fixture.passTimeUntil("the end of its output", output::isDone);
        assertThat(exec.waitFor()).isNotZero();
        exec.close();
        fixture.delete(id);
    }

    @Test
    void outputThatAGrandchildHoldsOpenIsCutOffAfterASecondOfSilence() throws Exception {
        ContainerId id = running(Isolation.PROCESS);
        ExecProcess exec = exec(id, "hold-pipe");
        CompletableFuture<byte[]> output = HcsFixture.allLater(exec.streams());
        assertThat(exec.waitFor()).isZero();
        assertThat(output).isNotDone();

        fixture.passTimeUntil("the end of its output", output::isDone);

        assertThat(output.join()).asString().isEqualTo("This output stays open.\r\n");
        exec.close();
        fixture.delete(id);
    }

    @Test
    void blockedWriterDoesntKeepAnExecFromEnding() throws Exception {
        ContainerId id = running(Isolation.PROCESS);
        ExecProcess exec =
                fixture.runtime.exec(id, fixture.spec("sleep 5").input(Input.KEPT).process());
        CompletableFuture<Boolean> blocked = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        for (int i = 0; i < 1000; i++) {
                            exec.streams().write(ByteBuffer.wrap(new byte[64 << 10]));
                        }
                        blocked.complete(false);
                    } catch (IOException e) {
                        blocked.complete(true);
                    }
                });

        fixture.passTimeUntil("its end", () -> HcsFixture.hasEnded(exec));

        assertThat(blocked.get(20, TimeUnit.SECONDS)).isTrue();
        exec.close();
        fixture.delete(id);
    }

    @Test
    void bogusFailureOfASynchronousCreationIsRecovered() throws Exception {
        ContainerId id = running(Isolation.PROCESS);
        fixture.machine.faults().next(Fault.CREATE_PROCESS_SYNC_EINVAL, 1);

        try (ExecProcess exec =
                fixture.runtime.exec(id, fixture.spec("tee").input(Input.KEPT).process())) {
            exec.streams().write(bytes("still here"));
            exec.streams().closeInput();
            assertThat(HcsFixture.all(exec.streams())).asString().isEqualTo("still here");
            assertThat(exec.waitFor()).isZero();
        }
        assertThat(fixture.machine.faults().met(Fault.CREATE_PROCESS_SYNC_EINVAL)).isEqualTo(1);
        fixture.delete(id);
    }

    @Test
    void endThatIsNeverToldIsFoundByAsking() throws Exception {
        ContainerId id = running(Isolation.PROCESS);
        fixture.machine.faults().set(Fault.EXIT_EVENT_DROP);
        ExecProcess exec = exec(id, "cmd /C exit 9");

        fixture.passTimeUntil("its end", () -> HcsFixture.hasEnded(exec));

        assertThat(exec.waitFor()).isEqualTo(9);
        assertThat(fixture.machine.faults().met(Fault.EXIT_EVENT_DROP)).isPositive();
        exec.close();
        fixture.delete(id);
    }

    @Test
    void pausedContainerTakesNoExec() throws Exception {
        ContainerId id = running(Isolation.HYPERV);
        fixture.runtime.pause(id);

        assertThatThrownBy(() -> exec(id, "cmd /C echo")).hasMessageContaining("is paused");

        fixture.runtime.resume(id);
        try (ExecProcess exec = exec(id, "cmd /C echo again")) {
            Await.until("its end", () -> HcsFixture.hasEnded(exec));
        }
        fixture.delete(id);
    }

    @Test
    void slowClientOfAnExecLosesNothing() throws Exception {
        ContainerId id = running(Isolation.PROCESS);
        ExecProcess exec = exec(id, "spam 2000000");
        fixture.clock.advance(java.time.Duration.ofMinutes(5));
        ProcessStreams streams = exec.streams();

        assertThat(HcsFixture.all(streams)).hasSize(2_000_000);
        assertThat(exec.waitFor()).isZero();
        exec.close();
        fixture.delete(id);
    }
}
