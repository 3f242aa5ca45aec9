package dev.mullion.engine.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The machine that the engine runs on, as it was at the engine's start.
 *
 * @param hostname its name
 * @param kernel the kernel's version
 * @param operatingSystem the operating system as people name it
 * @param osVersion its version; empty if it has none
 * @param goArchitecture the processor by Go's name, for example {@code amd64}
 * @param kernelArchitecture the processor as the kernel names it, for example {@code x86_64}
 * @param processors how many
 * @param memory in bytes
 * @param forwards whether it passes IPv4 packets on
 */
public record Machine(
        String hostname,
        String kernel,
        String operatingSystem,
        String osVersion,
        String goArchitecture,
        String kernelArchitecture,
        int processors,
        long memory,
        boolean forwards) {

    /** Looks at this machine. */
    public static Machine here() {
        Path proc = Path.of("/proc");
        Path names =
                Files.exists(Path.of("/etc/os-release"))
                        ? Path.of("/etc/os-release")
                        : Path.of("/usr/lib/os-release");
        String architecture = System.getProperty("os.arch");
        return new Machine(
                text(proc.resolve("sys/kernel/hostname")).orElse("localhost"),
                text(proc.resolve("sys/kernel/osrelease")).orElse(System.getProperty("os.version")),
                value(names, "PRETTY_NAME").orElse(System.getProperty("os.name")),
                value(names, "VERSION_ID").orElse(""),
                architecture.equals("aarch64") ? "arm64" : architecture,
                architecture.equals("amd64") ? "x86_64" : architecture,
                Runtime.getRuntime().availableProcessors(),
                memory(proc.resolve("meminfo")),
                text(proc.resolve("sys/net/ipv4/ip_forward")).orElse("").equals("1"));
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            return Optional.empty(); // not on this system
        }
    }

    private static Optional<String> value(Path file, String name) {
        return text(file).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1).replace("\"", ""))
                .findFirst();
    }

    private static long memory(Path meminfo) {
        return text(meminfo).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("MemTotal:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .findFirst()
                .map(kib -> Long.parseLong(kib) * 1024)
                .orElse(0L);
    }

    /** Counts the files that this process has open; 0 where that can't be told. */
    static int openFiles() {
        Path files = Path.of("/proc/self/fd");
        if (!Files.isDirectory(files)) {
            return 0;
        }
        try (var all = Files.list(files)) {
            return (int) all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether a control group controller is there, by cgroup v1's or v2's names. */
    static boolean controls(String v1Controller, String v1File, String v2Controller) {
        Path groups = Path.of("/sys/fs/cgroup");
        return Files.exists(groups.resolve(v1Controller).resolve(v1File))
                || text(groups.resolve("cgroup.controllers")).stream()
                        .flatMap(line -> List.of(line.split(" ")).stream())
                        .anyMatch(v2Controller.toLowerCase(Locale.ROOT)::equals);
    }
}
