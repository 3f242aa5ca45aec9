package dev.mullion.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What an engine occupies on the machine.
 *
 * @param files files, sockets and pipes that it has open
 * @param threads its threads as the system sees them
 * @param processes it, its monitors and its runtimes
 * @param execs folders of processes beside first ones
 */
public record EngineTraces(long files, long threads, long processes, long execs) {

    /** Counts. */
    public static EngineTraces of(TestMullionEngine engine) {
        Path daemon = Path.of("/proc/" + engine.daemon().pid());
        try {
            return new EngineTraces(
                    count(daemon.resolve("fd")),
                    count(daemon.resolve("task")),
                    processes(Files.readSymbolicLink(daemon.resolve("ns/mnt"))),
                    execs(daemon.resolve("root/run/mullion")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }

    private static long execs(Path run) throws IOException {
        long all = 0;
        try (Stream<Path> instances = Files.list(run)) {
            for (Path instance : instances.toList()) {
                all += count(instance.resolve("x"));
            }
        }
        return all;
    }

    /** The engine and its monitors and runtimes; processes in containers see other mounts. */
    private static long processes(Path mounts) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .filter(path -> isIn(path, mounts))
                    .count();
        }
    }

    private static boolean isIn(Path process, Path mounts) {
        try {
            return Files.readSymbolicLink(process.resolve("ns/mnt")).equals(mounts);
        } catch (IOException e) {
            return false; // it has just ended
        }
    }
}
