package dev.mullion.engine.hcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.engine.runtime.ContainerSpec.Input;
import dev.mullion.engine.runtime.ExecProcess;
import dev.mullion.engine.runtime.OtherSystemException;
import dev.mullion.engine.runtime.ProcessStreams;
import dev.mullion.hcs.emulator.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A Windows that misbehaves, or behaves in the other of two ways that are both allowed. */
class FaultsTest {

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

    /** Input, output, an exec, a failed exec, figures, a signal and an end. */
    private void aWholeLife(Isolation isolation) throws Exception {
        WindowsSpec spec = fixture.spec("tee").in(isolation).input(Input.KEPT);
        ContainerId id = fixture.run(spec);
        try (ProcessStreams streams = fixture.runtime.attach(id)) {
            streams.write(ByteBuffer.wrap("through\n".getBytes(StandardCharsets.UTF_8)));
            ByteBuffer buffer = ByteBuffer.allocate(8192);
            assertThat(streams.read(buffer)).isEqualTo(ProcessStreams.Source.OUTPUT);
            assertThat(StandardCharsets.UTF_8.decode(buffer).toString()).isEqualTo("through\n");
        }
        try (ExecProcess exec =
                fixture.runtime.exec(id, fixture.spec("tee").input(Input.KEPT).process())) {
            exec.streams().write(ByteBuffer.wrap("exec".getBytes(StandardCharsets.UTF_8)));
            exec.streams().closeInput();
            assertThat(HcsFixture.all(exec.streams())).asString().isEqualTo("exec");
            assertThat(exec.waitFor()).isZero();
        }
        assertThatThrownBy(() -> fixture.runtime.exec(id, fixture.spec("nosuch").process()))
                .isInstanceOf(IOException.class);
        fixture.runtime.signal(id, 15);
        assertThat(fixture.exit(id).code()).isEqualTo(0xC000013AL);
        fixture.delete(id);
        assertThat(fixture.ends).containsOnlyOnce(id);
        assertThat(HcsFixture.logged(spec.log)).isEqualTo("through\n");
    }

    static Stream<Arguments> alternates() {
        return Stream.of(
                        Fault.CREATE_PROCESS_SYNC_EINVAL,
                        Fault.SEVERITY_C037,
                        Fault.INVALID_HANDLE_FOR_ABSENT_STDIO,
                        Fault.EXIT_TYPE_MISSING,
                        Fault.SHUFFLE,
                        Fault.FAIL_LATE,
                        Fault.LATE_EVENT,
                        Fault.INLINE_CALLBACK,
                        Fault.PIPE_PENDING_FIRST,
                        Fault.STDIN_CLOSE_UNSEEN,
                        Fault.SIGNAL_BLOCKS,
                        Fault.EXIT_EVENT_DROP)
                .flatMap(fault ->
                        Stream.of(Isolation.PROCESS, Isolation.HYPERV)
                                .map(isolation -> Arguments.of(fault, isolation)));
    }

    @ParameterizedTest
    @MethodSource("alternates")
    void containerLivesAWholeLifeUnder(Fault fault, Isolation isolation) throws Exception {
        fixture.machine.faults().set(fault);

        fixture.whileTimePasses(() -> {
            aWholeLife(isolation);
            return true;
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void allAlternatesTogetherDontHarmEither(Isolation isolation) throws Exception {
        for (Fault fault :
                List.of(
                        Fault.SHUFFLE,
                        Fault.FAIL_LATE,
                        Fault.LATE_EVENT,
                        Fault.INLINE_CALLBACK,
                        Fault.PIPE_PENDING_FIRST,
                        Fault.SEVERITY_C037,
                        Fault.EXIT_TYPE_MISSING)) {
            fixture.machine.faults().set(fault);
        }

        fixture.whileTimePasses(() -> {
            aWholeLife(isolation);
            return true;
        });
    }

    @Test
    void imageOfAnotherWindowsIsSaidWithWhatWouldWork() throws Exception {
        fixture.machine.faults().set(Fault.CREATE_IMAGE_MISMATCH);

        assertThatThrownBy(() -> fixture.run(fixture.spec("cmd")))
                .isInstanceOf(OtherSystemException.class)
                .hasMessageContaining("choose Hyper-V isolation")
                .hasMessageContaining("80370101");
    }

    @Test
    void missingHyperVIsSaid() throws Exception {
        fixture.machine.faults().set(Fault.CREATE_HYPERV_MISSING);

        assertThatThrownBy(() -> fixture.run(fixture.spec("cmd").in(Isolation.HYPERV)))
                .hasMessageContaining("Hyper-V isn't available on this host");
    }

    @Test
    void missingRightsAreSaid() throws Exception {
        fixture.machine.faults().set(Fault.CREATE_NOT_ELEVATED);

        assertThatThrownBy(() -> fixture.run(fixture.spec("cmd")))
                .hasMessageContaining("run it as an administrator");
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void startThatFailsUnexpectedlyIsTriedOnceMore(Isolation isolation) throws Exception {
        fixture.machine.faults().next(Fault.START_UNEXPECTED_EXIT, 1);

        assertThat(fixture.output(fixture.spec("echo second").in(isolation)))
                .isEqualTo("second\r\n");

        fixture.machine.faults().next(Fault.START_UNEXPECTED_EXIT, 2);
        assertThatThrownBy(() -> fixture.run(fixture.spec("cmd").in(isolation)))
                .hasMessageContaining("it ended unexpectedly");
        fixture.forgetFaults();
    }

    @Test
    void figuresOfAContainerThatEndsAreNone() throws Exception {
        ContainerId id = fixture.run(fixture.spec("ping -t localhost"));
        assertThat(fixture.runtime.usage(id).onlineCpus()).isEqualTo(4);
        fixture.machine.faults().set(Fault.STATS_INVALID_HANDLE);

        assertThat(fixture.runtime.usage(id).cpuTotal()).isZero();

        fixture.delete(id);
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void creationThatHangsIsGivenUpAndWhatComesLateIsRemoved(Isolation isolation) throws Exception {
        fixture.machine.faults().hang("HcsCreateComputeSystem", Duration.ofHours(1));

        assertThatThrownBy(() ->
                        fixture.whileTimePasses(
                                Duration.ofSeconds(5),
                                () -> fixture.run(fixture.spec("cmd").in(isolation))))
                .hasMessageContaining("took too long");
        fixture.forgetFaults();
        fixture.clock.advance(Duration.ofHours(1));
        fixture.passTimeUntil(
                "an empty ledger", () -> fixture.machine.ledger().outstanding().isEmpty());
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "HYPERV"})
    void processThatComesTooLateIsEnded(Isolation isolation) throws Exception {
        ContainerId id = fixture.create(fixture.spec("ping -t localhost").in(isolation));
        fixture.machine.faults().hang("HcsCreateProcess", Duration.ofHours(1));

        assertThatThrownBy(() ->
                        fixture.whileTimePasses(
                                Duration.ofSeconds(5),
                                () -> {
                                    fixture.runtime.start(id);
                                    return true;
                                }))
                .hasMessageContaining("took too long");
        fixture.forgetFaults();
        fixture.delete(id);
        fixture.clock.advance(Duration.ofHours(1));
        fixture.passTimeUntil(
                "an empty ledger", () -> fixture.machine.ledger().outstanding().isEmpty());
    }

    static Stream<Arguments> slowCalls() {
        return Stream.of(
                        "HcsCreateComputeSystem",
                        "HcsStartComputeSystem",
                        "HcsShutDownComputeSystem",
                        "HcsShutdownComputeSystem",
                        "HcsGetComputeSystemProperties",
                        "HcsCloseComputeSystem",
                        "HcsCreateProcess",
                        "HcsSignalProcess",
                        "HcsModifyProcess",
                        "HcsCloseProcess",
                        "HcsGetProcessProperties",
                        "ReadFile",
                        "WriteFile")
                .flatMap(export ->
                        Stream.of(Isolation.PROCESS, Isolation.HYPERV)
                                .map(isolation -> Arguments.of(export, isolation)));
    }

    @ParameterizedTest
    @MethodSource("slowCalls")
    void containerLivesAWholeLifeAlthoughEachTakesSeconds(String export, Isolation isolation)
            throws Exception {
        fixture.machine.faults().hang(export, Duration.ofSeconds(3));

        fixture.whileTimePasses(() -> {
            aWholeLife(isolation);
            return true;
        });
        fixture.forgetFaults();
    }
}
