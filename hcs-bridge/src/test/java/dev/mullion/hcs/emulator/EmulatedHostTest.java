package dev.mullion.hcs.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.WindowsFunction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulatedHostTest {

    private static final int INVALID_HANDLE = 6;

    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-24T02:00:00Z"));

    @TempDir Path folder;

    private EmulatedHost host;
    private Client client;
    private NativeCalls calls;

    @BeforeEach
    void open() {
        host = EmulatedHost.open(EmulatedWindows.of("10.0.20348.2700"), folder, clock);
        client = host.connect();
        calls = new NativeCalls(client);
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void aHandleIsClosedOnceAndTheSecondTimeIsAMistake() {
        List<String> closed = new ArrayList<>();
        long handle = client.handles().open(HandleKind.EVENT, "an event", () -> closed.add("once"));
        assertThat(host.ledger().outstanding()).isEqualTo(Map.of("event", 1));
        assertThat(calls.code(WindowsFunction.CLOSE_HANDLE, handle)).isOne();
        assertThat(host.ledger().outstanding()).isEmpty();
        assertThat(calls.code(WindowsFunction.CLOSE_HANDLE, handle)).isZero();
        assertThat(calls.lastError()).isEqualTo(INVALID_HANDLE);
        assertThat(closed).containsExactly("once");
        assertThat(host.ledger().mistakes()).hasSize(1);
    }

    @Test
    void aHandleOfTheComputeServiceIsNotTheKernels() {
        long handle = client.handles().open(HandleKind.SYSTEM, "a system", () -> {});
        assertThat(calls.code(WindowsFunction.CLOSE_HANDLE, handle)).isZero();
        assertThat(host.ledger().outstanding()).isEqualTo(Map.of("compute system", 1));
    }

    @Test
    void aHandleOfAnotherProcessIsNone() {
        long foreign = host.connect().handles().open(HandleKind.EVENT, "an event", () -> {});
        assertThat(calls.code(WindowsFunction.CLOSE_HANDLE, foreign)).isZero();
    }

    @Test
    void whatAKilledProcessHeldIsClosedAndNotMissed() {
        List<String> closed = new ArrayList<>();
        long handle = client.handles().open(HandleKind.EVENT, "an event", () -> closed.add("once"));
        client.kill();
        client.close();
        assertThat(closed).containsExactly("once");
        assertThat(host.ledger().outstanding()).isEmpty();
        assertThat(calls.code(WindowsFunction.CLOSE_HANDLE, handle)).isZero();
        assertThat(host.ledger().mistakes()).isEmpty();
    }

    @Test
    void whatAProcessLeavesOpenWhenItEndsInOrderIsALeak() {
        client.handles().open(HandleKind.PIPE, "a pipe", () -> {});
        client.close();
        assertThat(host.ledger().outstanding()).isEqualTo(Map.of("pipe", 1));
    }

    @Test
    void aCallThatHangsComesBackWhenItsTimeIsOver() {
        long handle = client.handles().open(HandleKind.EVENT, "an event", () -> {});
        host.faults().hang("CloseHandle", Duration.ofMinutes(2));
        var answer =
                CompletableFuture.supplyAsync(
                        () -> calls.code(WindowsFunction.CLOSE_HANDLE, handle));
        Await.until(() -> clock.waiting() == 1);
        clock.advance(Duration.ofSeconds(119));
        assertThat(answer).isNotDone();
        clock.advance(Duration.ofSeconds(1));
        assertThat(answer.join()).isOne();
        assertThat(host.faults().hung("CloseHandle")).isOne();
    }

    @Test
    void aCallThatHangsComesBackWhenItsProcessIsKilled() {
        long handle = client.handles().open(HandleKind.EVENT, "an event", () -> {});
        host.faults().hang("CloseHandle", Duration.ofDays(1));
        var answer =
                CompletableFuture.supplyAsync(
                        () -> calls.code(WindowsFunction.CLOSE_HANDLE, handle));
        Await.until(() -> clock.waiting() == 1);
        client.kill();
        assertThat(answer.join()).isZero();
        Await.until(() -> clock.waiting() == 0);
    }

    @Test
    void aFaultStrikesAsOftenAsItWasTold() {
        Faults faults = host.faults();
        faults.next(Fault.ACTIVATE_NOT_READY, 2);
        assertThat(faults.strikes(Fault.ACTIVATE_NOT_READY)).isTrue();
        assertThat(faults.strikes(Fault.ACTIVATE_NOT_READY)).isTrue();
        assertThat(faults.strikes(Fault.ACTIVATE_NOT_READY)).isFalse();
        assertThat(faults.met(Fault.ACTIVATE_NOT_READY)).isEqualTo(2);
    }

    @Test
    void timePassesOnlyWhenItIsTold() {
        List<String> ran = new ArrayList<>();
        clock.after(Duration.ofSeconds(2), () -> ran.add("second at " + clock.now()));
        clock.after(
                Duration.ofSeconds(1),
                () -> {
                    ran.add("first at " + clock.now());
                    clock.after(Duration.ofSeconds(1), () -> ran.add("third at " + clock.now()));
                });
        clock.after(Duration.ofSeconds(1), () -> ran.add("never")).cancel();
        clock.advance(Duration.ofSeconds(5));
        assertThat(ran)
                .containsExactly(
                        "first at 2026-11-24T02:00:01Z",
                        "second at 2026-11-24T02:00:02Z",
                        "third at 2026-11-24T02:00:02Z");
        assertThat(clock.asClock().instant()).isEqualTo("2026-11-24T02:00:05Z");
    }

    @Test
    void onlyAWindowsThatHasTheServicesCanBePretended() {
        assertThat(host.windows().banner())
                .isEqualTo("Microsoft Windows [Version 10.0.20348.2700] EMULATED");
        assertThatThrownBy(() -> EmulatedWindows.of("10.0.14393.1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10.0.17763");
        assertThatThrownBy(() -> EmulatedWindows.of("ltsc2022"))
                .hasMessageContaining("four numbers");
    }
}
