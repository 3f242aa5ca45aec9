package dev.mullion.hcs.emulator.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.hcs.HcsException;
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
import dev.mullion.hcs.layer.Layers;
import dev.mullion.hcs.layer.VmComputeLayers;
import dev.mullion.hcs.pipe.PipeInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An emulated machine with a base layer and one process that calls it, and what most tests ask of
 * them. What is left out at its end fails the test.
 */
final class Machine implements AutoCloseable {

    static final Duration LIMIT = Duration.ofMinutes(4);

    final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-24T02:00:00Z"));
    final EmulatedHost host;
    final Client client;
    final NativeCalls calls;
    final Compute core;
    final Compute vm;
    final Faults faults;
    final Layers layers;
    final Path folder;
    private final Path base;
    private final List<Path> mounted = new ArrayList<>();

    Machine(Path folder, EmulatedWindows windows) {
        this(folder, windows, windows.version());
    }

    Machine(Path folder, EmulatedWindows windows, String image) {
        this.folder = folder;
        host = EmulatedHost.open(windows, folder.resolve("machine"), clock);
        client = host.connect();
        calls = new NativeCalls(client);
        core = new ComputeCore(calls);
        vm = new VmCompute(calls);
        faults = host.faults();
        layers = new VmComputeLayers(calls);
        base = folder.resolve("base");
        try {
            Path system = Files.createDirectories(base.resolve("Files/Windows/System32"));
            Files.writeString(system.resolve("emulated-build.txt"), image + "\r\n");
            Files.createDirectories(base.resolve("UtilityVM/Files"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        layers.processBaseImage(base);
    }

    static Machine server2022(Path folder) {
        return new Machine(folder, EmulatedWindows.of("10.0.20348.2700"));
    }

    /** A new scratch that isn't mounted. */
    Path scratch(String id) {
        Path scratch = folder.resolve("scratch-" + id);
        try {
            Files.createDirectories(scratch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!layers.exists(scratch)) {
            layers.createScratch(scratch, parents());
        }
        return scratch;
    }

    private List<Layers.Parent> parents() {
        return List.of(new Layers.Parent(layers.id("base"), base));
    }

    /** The volume of a mounted scratch. */
    String volume(String id) {
        Path scratch = scratch(id);
        if (!mounted.contains(scratch)) {
            layers.activate(scratch);
            layers.prepare(scratch, parents());
            mounted.add(scratch);
        }
        return layers.mountPath(scratch);
    }

    /** The document of a container in process isolation. */
    String document(String id) {
        return document(id, "");
    }

    /** The same with more members of the container, each with a comma before it. */
    String document(String id, String more) {
        return """
        {"Owner":"mullion","SchemaVersion":{"Major":2,"Minor":1},
         "Container":{"GuestOs":{"HostName":"web-01"},
          "Storage":{"Layers":[{"Id":"%s","Path":"%s"}],"Path":"%s"}%s}}\
        """
                .formatted(layers.id("base"), base, volume(id).replace("\\", "\\\\"), more);
    }

    /** The document of a container in Hyper-V isolation. */
    String virtual(String id) {
        return """
        {"SystemType":"Container","Name":"%s","Owner":"mullion","HvPartition":true,
         "HvRuntime":{"ImagePath":"%s/UtilityVM"},"LayerFolderPath":"%s",
         "HostName":"web-01","Layers":[{"ID":"%s","Path":"%s"}]}\
        """
                .formatted(id, base, scratch(id), layers.id("base"), base);
    }

    /** A system that runs. */
    ComputeSystem running(String id) {
        return running(id, "");
    }

    ComputeSystem running(String id, String more) {
        ComputeSystem system = core.create(id, document(id, more), LIMIT);
        system.start(LIMIT);
        return system;
    }

    static String command(String commandLine) {
        return command(commandLine, "");
    }

    /** A process with all pipes, and more members, each with a comma before it. */
    static String command(String commandLine, String more) {
        return "{\"CommandLine\":\""
                + commandLine.replace("\\", "\\\\").replace("\"", "\\\"")
                + "\",\"CreateStdInPipe\":true,\"CreateStdOutPipe\":true,"
                + "\"CreateStdErrPipe\":true"
                + more
                + "}";
    }

    /** Runs a command line to its end and returns its output. */
    String run(ComputeSystem system, String commandLine) {
        try (ComputeProcess process = system.createProcess(command(commandLine), LIMIT)) {
            return output(process);
        }
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

    /** Waits until a process has ended and returns how. */
    static String exit(ComputeProcess process) {
        Await.until(() -> process.properties().contains("\"Exited\":true"));
        return process.properties();
    }

    /** Ends a system and waits for it. */
    void end(ComputeSystem system) {
        try {
            system.terminate();
        } catch (HcsException e) {
            assertThat(e.code().isAlreadyStopped() || e.code().isNotFound()).isTrue();
        }
        Await.until(() -> !core.enumerate("").contains("\"" + system.id() + "\""));
    }

    /** What a listener was told, in order. */
    static final class Told {

        final List<ComputeEvent> events = new CopyOnWriteArrayList<>();

        void await(int count) {
            Await.until(() -> events.size() >= count);
        }

        List<ComputeEvent.Type> types() {
            return events.stream().map(ComputeEvent::type).toList();
        }
    }

    @Override
    public void close() {
        try {
            faults.clear();
            assertThat(core.enumerate("")).isEqualTo("[]");
            for (Path scratch : mounted) {
                layers.unprepare(scratch);
                layers.deactivate(scratch);
            }
            assertThat(host.ledger().mistakes()).isEmpty();
            assertThat(host.ledger().outstanding()).isEmpty();
            assertThat(calls.callbacks().listening()).isZero();
        } finally {
            host.close();
        }
    }
}
