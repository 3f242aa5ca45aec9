package dev.mullion.hcs.emulator.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.compute.Compute;
import dev.mullion.hcs.compute.ComputeCore;
import dev.mullion.hcs.compute.ComputeEvent;
import dev.mullion.hcs.compute.ComputeProcess;
import dev.mullion.hcs.compute.ComputeSystem;
import dev.mullion.hcs.compute.VmCompute;
import dev.mullion.hcs.emulator.Await;
import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.EmulatedHost;
import dev.mullion.hcs.emulator.EmulatedWindows;
import dev.mullion.hcs.emulator.Faults;
import dev.mullion.hcs.emulator.VirtualClock;
import dev.mullion.hcs.pipe.PipeInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An emulated machine with one process that calls it, and what most tests ask of both. */
final class Machine implements AutoCloseable {

    static final Duration LIMIT = Duration.ofMinutes(4);

    final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-24T02:00:00Z"));
    final EmulatedHost host;
    final Client client;
    final NativeCalls calls;
    final Compute core;
    final Compute vm;
    final Faults faults;

    Machine(Path folder, EmulatedWindows windows) {
        host = EmulatedHost.open(windows, folder, clock);
        client = host.connect();
        calls = new NativeCalls(client);
        core = new ComputeCore(calls);
        vm = new VmCompute(calls);
        faults = host.faults();
    }

    static Machine server2022(Path folder) {
        return new Machine(folder, EmulatedWindows.of("10.0.20348.2700"));
    }

    /** A system that runs. */
    ComputeSystem running(String id) {
        ComputeSystem system = core.create(id, document(), LIMIT);
        system.start(LIMIT);
        return system;
    }

    static String document() {
        return """
        {"Owner":"mullion","SchemaVersion":{"Major":2,"Minor":1},
         "ShouldTerminateOnLastHandleClosed":false,
         "Container":{"GuestOs":{"HostName":"web-01"}}}\
        """;
    }

    static String command(String commandLine) {
        return "{\"CommandLine\":\""
                + commandLine.replace("\\", "\\\\").replace("\"", "\\\"")
                + "\",\"CreateStdInPipe\":true,\"CreateStdOutPipe\":true,"
                + "\"CreateStdErrPipe\":true}";
    }

    String output(ComputeProcess process) {
        return text(process, ComputeProcess.Stream.OUTPUT);
    }

    String text(ComputeProcess process, ComputeProcess.Stream stream) {
        try (var in = new PipeInput(calls, process.pipe(stream).orElseThrow())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a listener was told, in order. */
    static final class Told {

        final List<ComputeEvent> events = new CopyOnWriteArrayList<>();

        void awaitOne() {
            Await.until(() -> !events.isEmpty());
        }
    }

    @Override
    public void close() {
        try {
            assertThat(host.ledger().mistakes()).isEmpty();
            assertThat(host.ledger().outstanding()).isEmpty();
            assertThat(calls.callbacks().listening()).isZero();
        } finally {
            host.close();
        }
    }
}
