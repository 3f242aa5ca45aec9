package dev.mullion.engine.hcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Isolation;
import dev.mullion.engine.runtime.ContainerSpec.Input;
import dev.mullion.engine.runtime.ExecProcess;
import dev.mullion.engine.runtime.ProcessExit;
import dev.mullion.engine.runtime.RuntimeListener;
import dev.mullion.engine.testing.Await;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.compute.ComputeCore;
import dev.mullion.hcs.compute.ComputeSystem;
import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each thing that the emulated Windows can be made to do wrong meets an engine here. Which one does
 * what is a table without a default: a fault that is new doesn't compile until it has a place.
 */
class EveryFaultTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Looks for ends that nobody tells of after a moment, and has little patience. */
    private static final HcsLimits LIMITS =
            new HcsLimits(
                    MINUTE, MINUTE, MINUTE, MINUTE, MINUTE, SHORT, SHORT, MINUTE, SHORT, MINUTE);

    private WholeMachine host;

    @BeforeEach
    void open() throws Exception {
        host = new WholeMachine(LIMITS);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        host.close();
    }

    private interface Scenario {
        void play(Fault fault) throws Exception;
    }

    private Scenario scenario(Fault fault) {
        return switch (fault) {
            case CREATE_PROCESS_SYNC_EINVAL,
                    EXIT_EVENT_DROP,
                    PIPE_STUCK_AFTER_EXIT,
                    STATS_INVALID_HANDLE,
                    SIGNAL_BLOCKS,
                    INVALID_HANDLE_FOR_ABSENT_STDIO,
                    EXIT_TYPE_MISSING,
                    SHUFFLE,
                    FAIL_LATE,
                    INLINE_CALLBACK,
                    STDIN_CLOSE_UNSEEN,
                    PIPE_PENDING_FIRST ->
                    this::isSurvived;
            case ACTIVATE_NOT_READY, RENAME_ACCESS_DENIED, ENDPOINT_STALE, START_UNEXPECTED_EXIT ->
                    this::isSurvivedOnce;
            case EXIT_EVENT_LATE, SHUTDOWN_DELAY -> this::isWaitedFor;
            case PREPARE_INCORRECT_FUNCTION,
                    CREATE_IMAGE_MISMATCH,
                    CREATE_HYPERV_MISSING,
                    CREATE_NOT_ELEVATED,
                    IMPORT_ACCESS_DENIED,
                    IMPORT_DISK_FULL ->
                    this::isSaid;
            case NETWORK_DELETE_REFERENCED, SCRATCH_UNCHECKED -> this::isAvoided;
            case TERMINATE_DURING_TEARDOWN -> this::damageIsSaidAtTheExport;
            case KILL_ACCESS_DENIED -> this::allOfTheContainerIsEnded;
            case SEVERITY_C037 -> this::aFailureThatMayPassIsKnownByItsCode;
            case LATE_EVENT -> this::anEndIsToldOnce;
            case SERVICE_LOSES_SYSTEMS -> this::anEndIsToldThatTheServiceTookAlong;
            case SHUTDOWN_OF_CREATED -> this::aHalfMadeContainerGoes;
            case PAUSE_IN_PROCESS_ISOLATION -> this::whatSomebodyElsePausedIsEnded;
        };
    }

    @ParameterizedTest
    @EnumSource
    void theEngineMeets(Fault fault) throws Exception {
        scenario(fault).play(fault);

        host.machine.faults().clear();
        aWholeLife(isolation(fault));
        assertThat(host.endpoints()).isEmpty();
    }

    private static Isolation isolation(Fault fault) {
        return fault == Fault.CREATE_HYPERV_MISSING ? Isolation.HYPERV : Isolation.PROCESS;
    }

    private void isSurvived(Fault fault) throws Exception {
        host.machine.faults().set(fault);
        aWholeLife(isolation(fault));
        assertMet(fault);
    }

    private void isSurvivedOnce(Fault fault) throws Exception {
        host.machine.faults().next(fault, 1);
        aWholeLife(isolation(fault));
        assertMet(fault);
    }

    private void isWaitedFor(Fault fault) throws Exception {
        host.machine.faults().set(fault, SHORT);
        aWholeLife(isolation(fault));
        assertMet(fault);
    }

    private void isSaid(Fault fault) {
        host.machine.faults().set(fault);
        assertThatThrownBy(() -> aWholeLife(isolation(fault))).isInstanceOf(IOException.class);
        assertMet(fault);
    }

    /** The engine never does what would be answered so. */
    private void isAvoided(Fault fault) throws Exception {
        host.machine.faults().set(fault);
        aWholeLife(isolation(fault));
        host.networks.remove(WholeMachine.NAT);
        assertThat(host.machine.faults().met(fault)).isZero();
    }

    private void assertMet(Fault fault) {
        assertThat(host.machine.faults().met(fault)).as("how often %s was met", fault).isPositive();
    }

    /** From its image to its removal, with an exec that works and one that doesn't. */
    private void aWholeLife(Isolation isolation) throws Exception {
        host.layers.retain(List.of());
        host.unpack();
        ContainerId id = HcsFixture.newId();
        try {
            host.layers.prepare(id, host.chain);
            CompletableFuture<ProcessExit> end = started(id, "ping -t localhost", isolation);
            host.runtime.usage(id);
            try (ExecProcess exec =
                    host.runtime.exec(
                            id, host.spec("tee", id, isolation).input(Input.KEPT).process())) {
                exec.streams().write(ByteBuffer.wrap("in".getBytes(StandardCharsets.UTF_8)));
                exec.streams().closeInput();
                assertThat(HcsFixture.all(exec.streams())).asString().isEqualTo("in");
                assertThat(exec.waitFor()).isZero();
            }
            assertThatThrownBy(() ->
                            host.runtime.exec(id, host.spec("nosuch", id, isolation).process()))
                    .isInstanceOf(IOException.class);
            host.runtime.signal(id, 15);
            assertThat(ended(end).code()).isEqualTo(0xC000013AL);
        } finally {
            host.tearDown(id);
            host.layers.remove(id);
        }
    }

    private CompletableFuture<ProcessExit> started(
            ContainerId id, String commandLine, Isolation isolation) throws IOException {
        CompletableFuture<ProcessExit> end = new CompletableFuture<>();
        host.runtime.listen(
                new RuntimeListener() {
                    @Override
                    public void ended(ContainerId ended, ProcessExit exit) {
                        assertThat(ended).isEqualTo(id);
                        if (!end.complete(exit)) {
                            end.obtrudeException(new AssertionError("The end is told twice"));
                        }
                    }

                    @Override
                    public void outOfMemory(ContainerId of) {}
                });
        host.run(host.spec(commandLine, id, isolation), id);
        return end;
    }

    private static ProcessExit ended(CompletableFuture<ProcessExit> end) throws Exception {
        return end.get(30, TimeUnit.SECONDS);
    }

    private ContainerId prepared() throws IOException {
        ContainerId id = HcsFixture.newId();
        host.layers.prepare(id, host.chain);
        return id;
    }

    private void gone(ContainerId id) throws IOException {
        host.tearDown(id);
        host.layers.remove(id);
    }

    private void damageIsSaidAtTheExport(Fault fault) throws Exception {
        host.close();
        host =
                new WholeMachine(
                        new HcsLimits(
                                MINUTE, MINUTE, MINUTE, SHORT, MINUTE, SHORT, SHORT, MINUTE, SHORT,
                                MINUTE));
        ContainerId id = prepared();
        CompletableFuture<ProcessExit> end = started(id, "sleep 1000", Isolation.PROCESS);
        host.machine.faults().set(fault);
        host.machine.faults().set(Fault.SHUTDOWN_DELAY, Duration.ofHours(1));

        host.runtime.signal(id, 9);

        ended(end);
        assertMet(fault);
        host.tearDown(id);
        assertThatThrownBy(() -> host.layers.export(id, OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("registry was damaged");
        host.layers.remove(id);
    }

    private void allOfTheContainerIsEnded(Fault fault) throws Exception {
        host.machine.faults().set(fault);
        ContainerId id = prepared();
        CompletableFuture<ProcessExit> end = started(id, "ignore-ctrl", Isolation.PROCESS);

        host.runtime.signal(id, 9);

        assertThat(ended(end).code()).isEqualTo(1067);
        assertMet(fault);
        gone(id);
    }

    private void aFailureThatMayPassIsKnownByItsCode(Fault fault) throws Exception {
        host.machine.faults().set(fault);
        isSurvivedOnce(Fault.START_UNEXPECTED_EXIT);
        assertMet(fault);
    }

    /** Its process has ended before anybody can listen. */
    private void anEndIsToldOnce(Fault fault) throws Exception {
        host.machine.faults().set(fault);
        host.machine.faults().hang("HcsSetProcessCallback", SHORT);
        ContainerId id = prepared();

        CompletableFuture<ProcessExit> end = started(id, "cmd /C exit 6", Isolation.PROCESS);

        assertThat(ended(end).code()).isEqualTo(6);
        assertMet(fault);
        gone(id);
        assertThat(ended(end).code()).as("told once").isEqualTo(6);
    }

    private void anEndIsToldThatTheServiceTookAlong(Fault fault) throws Exception {
        ContainerId id = prepared();
        CompletableFuture<ProcessExit> end = started(id, "sleep 1000", Isolation.PROCESS);
        host.machine.faults().set(fault);

        host.machine.stopService();
        host.machine.restartService();

        assertThat(ended(end).error()).contains("vmcompute");
        assertMet(fault);
        gone(id);
    }

    private void aHalfMadeContainerGoes(Fault fault) throws Exception {
        host.machine.faults().set(fault);
        host.machine.faults().hang("HcsStartComputeSystem", Duration.ofDays(1));
        ContainerId id = prepared();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        var _ = started(id, "sleep 1000", Isolation.PROCESS);
                    } catch (IOException | RuntimeException e) {
                        Thread.currentThread().interrupt(); // its engine is dead
                    }
                });
        Await.until("the start", () -> host.machine.faults().hung("HcsStartComputeSystem") > 0);

        host.kill();

        assertThat(host.runtime.recover(Set.of(id))).isEmpty();
        assertMet(fault);
        gone(id);
    }

    private void whatSomebodyElsePausedIsEnded(Fault fault) throws Exception {
        host.machine.faults().set(fault);
        ContainerId id = prepared();
        CompletableFuture<ProcessExit> end = started(id, "sleep 1000", Isolation.PROCESS);
        try (Client somebody = host.machine.connect();
                ComputeSystem system = new ComputeCore(new NativeCalls(somebody)).open(id.hex())) {
            system.pause(MINUTE);
        }
        assertMet(fault);

        host.runtime.signal(id, 9);

        assertThat(ended(end).code()).isEqualTo(1067);
        gone(id);
    }
}
