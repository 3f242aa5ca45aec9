package dev.mullion.engine.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.testing.BusyboxImage;
import dev.mullion.engine.runtime.ContainerSpec;
import dev.mullion.engine.runtime.ProcessExit;
import dev.mullion.engine.runtime.RuntimeListener;
import dev.mullion.engine.state.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A runtime in a folder of its own, with a root made of busybox; sees that nothing stays behind.
 */
final class RuntimeFixture implements AutoCloseable, RuntimeListener {

    static final Duration SOON = Duration.ofSeconds(15);

    private static final Random RANDOM = new Random();

    final Path folder;
    final Path run;
    final Path root;
    final String instance = HexFormat.of().toHexDigits(RANDOM.nextInt());
    final List<ContainerId> outOfMemory = new CopyOnWriteArrayList<>();
    final List<ContainerId> ends = new CopyOnWriteArrayList<>();
    private final Map<ContainerId, CompletableFuture<ProcessExit>> exits =
            new ConcurrentHashMap<>();
    CrunRuntime runtime;

    RuntimeFixture() throws IOException {
        this(Files.createTempDirectory(Path.of("/tmp"), "mullion-rt-"));
    }

    RuntimeFixture(Path folder) throws IOException {
        this.folder = folder;
        this.run = folder.resolve("run");
        this.root = Files.createDirectories(folder.resolve("root"));
        BusyboxImage.lay(root, 0);
        runtime = open();
    }

    private CrunRuntime open() throws IOException {
        CrunRuntime opened = CrunRuntime.open(run, instance, Clock.systemUTC(), null);
        opened.listen(this);
        return opened;
    }

    /** What another engine on the same folder would see; the one before is only forgotten. */
    void openAgain() throws IOException {
        runtime.close();
        runtime = open();
    }

    static ContainerId newId() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return ContainerId.of(HexFormat.of().formatHex(bytes));
    }

    TestSpec spec(String... arguments) {
        return new TestSpec(root, folder.resolve("log"), List.of(arguments));
    }

    /** Creates and starts one. */
    ContainerId run(TestSpec spec) throws IOException {
        return run(spec.build());
    }

    ContainerId run(ContainerSpec spec) throws IOException {
        ContainerId id = newId();
        runtime.create(id, spec);
        runtime.start(id);
        return id;
    }

    /** Runs one to its end and gives what it wrote to its log, without the log's own words. */
    String output(TestSpec spec) throws Exception {
        Path log = folder.resolve("log-" + HexFormat.of().toHexDigits(RANDOM.nextInt()));
        spec.log = log;
        ContainerId id = run(spec);
        exit(id);
        runtime.delete(id);
        StringBuilder text = new StringBuilder();
        for (String line : Files.readAllLines(log)) {
            String[] parts = line.split(" ", 4);
            text.append(parts[3]).append(parts[2].equals("F") ? "\n" : "");
        }
        return text.toString();
    }

    ProcessExit exit(ContainerId id) throws Exception {
        return future(id).get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private CompletableFuture<ProcessExit> future(ContainerId id) {
        return exits.computeIfAbsent(id, any -> new CompletableFuture<>());
    }

    @Override
    public void ended(ContainerId id, ProcessExit exit) {
        ends.add(id);
        future(id).complete(exit);
    }

    @Override
    public void outOfMemory(ContainerId id) {
        outOfMemory.add(id);
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Still not so after " + SOON + ": " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** What is left of this runtime on the machine. */
    List<String> leftovers() throws IOException {
        Stream.Builder<String> all = Stream.builder();
        for (String below : List.of("c", "exits", "x", "crun")) {
            try (Stream<Path> entries = Files.list(run.resolve(below))) {
                entries.map(Path::toString)
                        .filter(name -> !name.endsWith("/.cache"))
                        .forEach(all::add);
            }
        }
        try (Stream<Path> controllers = Files.list(Path.of("/sys/fs/cgroup"))) {
            for (Path controller : controllers.toList()) {
                Path group = controller.resolve("mullion").resolve(instance);
                if (Files.isDirectory(group)) {
                    try (Stream<Path> below = Files.list(group)) {
                        below.filter(Files::isDirectory).map(Path::toString).forEach(all::add);
                    }
                }
            }
        }
        Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(line -> line.contains(folder.toString()))
                .forEach(all::add);
        ProcessHandle.allProcesses()
                .filter(process -> commandOf(process).contains(folder.toString()))
                .map(process -> process.pid() + " " + commandOf(process))
                .forEach(all::add);
        return all.build().toList();
    }

    private static String commandOf(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    /** Deletes all containers and closes. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> bundles = Files.list(run.resolve("c"))) {
            for (Path bundle : bundles.toList()) {
                runtime.delete(ContainerId.of(bundle.getFileName().toString()));
            }
        }
        runtime.close();
        try (Stream<Path> controllers = Files.list(Path.of("/sys/fs/cgroup"))) {
            assertThat(controllers.map(each -> each.resolve("mullion").resolve(instance)))
                    .noneMatch(Files::exists);
        }
        FolderTree.remove(folder);
    }
}
