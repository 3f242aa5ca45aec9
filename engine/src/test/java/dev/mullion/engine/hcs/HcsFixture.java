package dev.mullion.engine.hcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.OsVersion;
import dev.mullion.engine.runtime.ExecProcess;
import dev.mullion.engine.runtime.ProcessExit;
import dev.mullion.engine.runtime.ProcessStreams;
import dev.mullion.engine.runtime.RuntimeListener;
import dev.mullion.engine.testing.Await;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.compute.ComputeCore;
import dev.mullion.hcs.compute.ComputeSystem;
import dev.mullion.hcs.emulator.Client;
import dev.mullion.hcs.emulator.EmulatedHost;
import dev.mullion.hcs.emulator.EmulatedWindows;
import dev.mullion.hcs.emulator.Fault;
import dev.mullion.hcs.emulator.VirtualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A runtime on an emulated machine of its own, whose time passes when a test says so. */
final class HcsFixture implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(20);
    static final Duration STEP = Duration.ofMillis(200);
    private static final Random RANDOM = new Random();

    final Path folder;
    final VirtualClock clock = new VirtualClock(java.time.Instant.parse("2026-01-01T00:00:00Z"));
    final EmulatedHost machine;
    PlainProvisions provisions;
    private Path records;
    private int engines;
    final List<ContainerId> ends = new CopyOnWriteArrayList<>();
    private final Map<ContainerId, CompletableFuture<ProcessExit>> exits =
            new ConcurrentHashMap<>();
    HcsLimits limits = HcsLimits.USUAL;
    Client client;
    HcsRuntime runtime;

    HcsFixture() throws IOException {
        this("10.0.20348.2700");
    }

    HcsFixture(String windows) throws IOException {
        this.folder = Files.createTempDirectory(Path.of("/tmp"), "mullion-hcs-");
        this.machine =
                EmulatedHost.open(EmulatedWindows.of(windows), folder.resolve("machine"), clock);
        forgetFaults();
        this.records = folder.resolve("records-0");
        this.provisions = new PlainProvisions(folder.resolve("layers"));
        this.client = machine.connect();
        this.runtime = open();
    }

    private HcsRuntime open() throws IOException {
        EmulatedWindows windows = machine.windows();
        HcsRuntime opened =
                HcsRuntime.open(
                        new HcsRuntime.Setting(
                                records,
                                new NativeCalls(client),
                                new WindowsHost(
                                        new OsVersion(
                                                windows.major(),
                                                windows.minor(),
                                                windows.build(),
                                                windows.revision()),
                                        windows.server(),
                                        windows.hypervisor(),
                                        windows.processors(),
                                        windows.memory(),
                                        true),
                                provisions,
                                "mullion",
                                limits,
                                new VirtualTiming(clock)));
        int engine = engines;
        opened.listen(
                new RuntimeListener() {
                    @Override
                    public void ended(ContainerId id, ProcessExit exit) {
                        if (engine == engines) { // the dead tell nobody
                            ends.add(id);
                            future(id).complete(exit);
                        }
                    }

                    @Override
                    public void outOfMemory(ContainerId id) {}
                });
        return opened;
    }

    /**
     * The engine dies; another one comes and finds the machine as it is. What the dead one still
     * does reaches neither the machine nor the records of the new one.
     */
    void killEngine() throws IOException {
        HcsRuntime dead = runtime;
        Path before = records;
        records = Files.createDirectories(folder.resolve("records-" + ++engines));
        try (Stream<Path> files = Files.list(before)) {
            for (Path file : files.toList()) {
                Files.copy(file, records.resolve(file.getFileName()));
            }
        }
        client.kill();
        provisions = new PlainProvisions(folder.resolve("layers"));
        client = machine.connect();
        runtime = open();
        Thread.ofVirtual().start(dead::close);
    }

    /** The engine ends in order; another one comes. */
    void restartEngine() throws IOException {
        runtime.close();
        client.close();
        provisions = new PlainProvisions(folder.resolve("layers"));
        client = machine.connect();
        runtime = open();
    }

    static ContainerId newId() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return ContainerId.of(HexFormat.of().formatHex(bytes));
    }

    WindowsSpec spec(String commandLine) {
        return new WindowsSpec(
                commandLine, folder.resolve("log-" + HexFormat.of().toHexDigits(RANDOM.nextInt())));
    }

    ContainerId create(WindowsSpec spec) throws IOException {
        ContainerId id = newId();
        runtime.create(id, spec.build());
        return id;
    }

    ContainerId run(WindowsSpec spec) throws IOException {
        ContainerId id = create(spec);
        runtime.start(id);
        return id;
    }

    /** Switches all faults off, but for the scratches: those of these tests have no files. */
    void forgetFaults() {
        machine.faults().clear();
        machine.faults().set(Fault.SCRATCH_UNCHECKED);
    }

    /** Waits for a container's end, as long as it takes on the machine. */
    ProcessExit exit(ContainerId id) {
        CompletableFuture<ProcessExit> exit = future(id);
        passTimeUntil("the end of " + id, exit::isDone);
        return exit.join();
    }

    /** Waits for a container's end that takes long. */
    ProcessExit exitAfterLong(ContainerId id) {
        CompletableFuture<ProcessExit> exit = future(id);
        passTimeUntil("the end of " + id, Duration.ofSeconds(2), exit::isDone);
        return exit.join();
    }

    /** Waits for a container's end, without time passing. */
    ProcessExit exitAtOnce(ContainerId id) throws Exception {
        return future(id).get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    boolean hasEnded(ContainerId id) {
        return future(id).isDone();
    }

    private CompletableFuture<ProcessExit> future(ContainerId id) {
        return exits.computeIfAbsent(id, any -> new CompletableFuture<>());
    }

    /** Lets time pass on the machine, in small steps, until something has come about. */
    void passTimeUntil(String what, Callable<Boolean> condition) {
        passTimeUntil(what, STEP, condition);
    }

    /** Lets much time pass where nothing happens meanwhile. */
    void passTimeUntil(String what, Duration step, Callable<Boolean> condition) {
        Await.until(
                what,
                () -> {
                    if (condition.call()) {
                        return true;
                    }
                    clock.advance(step);
                    return condition.call();
                });
    }

    /** Does something while time passes on the machine. */
    <T> T whileTimePasses(Callable<T> action) throws Exception {
        return whileTimePasses(STEP, action);
    }

    <T> T whileTimePasses(Duration step, Callable<T> action) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        done.complete(action.call());
                    } catch (Exception | Error e) {
                        done.completeExceptionally(e);
                    }
                });
        passTimeUntil("what is done meanwhile", step, done::isDone);
        try {
            return done.join();
        } catch (java.util.concurrent.CompletionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    void delete(ContainerId id) throws Exception {
        whileTimePasses(() -> {
            runtime.delete(id);
            return true;
        });
    }

    /** What a container has written, without the log's own words. */
    static String logged(Path log) throws IOException {
        StringBuilder text = new StringBuilder();
        String all = Files.readString(log, StandardCharsets.ISO_8859_1);
        for (String line : all.isEmpty() ? new String[0] : all.split("\n")) {
            String[] parts = line.split(" ", 4);
            text.append(parts[3]).append(parts[2].equals("F") ? "\n" : "");
        }
        return text.toString();
    }

    String output(WindowsSpec spec) throws Exception {
        ContainerId id = run(spec);
        exit(id);
        delete(id);
        return logged(spec.log);
    }

    /** Reads all output until its end. */
    static byte[] all(ProcessStreams streams) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(32 << 10);
        while (streams.read(buffer) != ProcessStreams.Source.END) {
            all.write(buffer.array(), 0, buffer.limit());
        }
        return all.toByteArray();
    }

    static CompletableFuture<byte[]> allLater(ProcessStreams streams) {
        CompletableFuture<byte[]> all = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        all.complete(all(streams));
                    } catch (IOException e) {
                        all.completeExceptionally(e);
                    }
                });
        return all;
    }

    static boolean hasEnded(ExecProcess exec) {
        CompletableFuture<Long> code = new CompletableFuture<>();
        Thread waiting =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                code.complete(exec.waitFor());
                            } catch (IOException | InterruptedException e) {
                                code.completeExceptionally(e);
                            }
                        });
        try {
            waiting.join(Duration.ofMillis(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waiting.interrupt();
        return code.isDone() && !code.isCompletedExceptionally();
    }

    /** What the machine says of a container's processes. */
    String processesOf(ContainerId id) {
        try (ComputeSystem system = new ComputeCore(new NativeCalls(client)).open(id.hex())) {
            return system.properties("{\"PropertyTypes\":[\"ProcessList\"]}");
        }
    }

    /** What the machine still knows of ours: compute systems and instances of credentials. */
    List<String> onTheMachine() {
        NativeCalls calls = new NativeCalls(client);
        ComputeCore compute = new ComputeCore(calls);
        List<String> left = new java.util.ArrayList<>();
        String systems = compute.enumerate("{\"Owners\":[\"mullion\"]}");
        if (!systems.equals("[]")) {
            left.add(systems);
        }
        String instances =
                compute.serviceProperties("{\"PropertyTypes\":[\"ContainerCredentialGuard\"]}");
        if (instances.contains("CredentialSpec")) {
            left.add(instances);
        }
        return left;
    }

    /** Nothing is left: no handle, no string, no record, no mount; and nothing was done wrongly. */
    void assertNothingLeft() throws IOException {
        try {
            Await.until(
                    () -> "an empty ledger: " + machine.ledger().outstanding(),
                    () -> machine.ledger().outstanding().isEmpty());
        } finally {
            assertThat(machine.ledger().mistakes()).isEmpty();
        }
        assertThat(provisions.mounted()).isEmpty();
        assertThat(onTheMachine()).isEmpty();
        try (Stream<Path> left = Files.list(records)) {
            assertThat(left).isEmpty();
        }
    }

    @Override
    public void close() throws IOException {
        runtime.close();
        try {
            assertNothingLeft();
        } finally {
            client.close();
            machine.close();
            dev.mullion.engine.state.FolderTree.remove(folder);
        }
    }
}
