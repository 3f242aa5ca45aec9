package dev.mullion.engine.linux;

import dev.mullion.engine.runtime.Machine;
import dev.mullion.engine.runtime.Machine.Control;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Looks at the Linux machine that the engine runs on. */
public final class LinuxMachine {

    private LinuxMachine() {}

    /** Looks at this machine; what it doesn't tell is left empty. */
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
                goName(architecture),
                architecture.equals("amd64") ? "x86_64" : architecture,
                Runtime.getRuntime().availableProcessors(),
                memory(proc.resolve("meminfo")),
                text(proc.resolve("sys/net/ipv4/ip_forward")).orElse("").equals("1"),
                controls());
    }

    private static String goName(String architecture) {
        return switch (architecture) {
            case "aarch64" -> "arm64";
            case "x86_64" -> "amd64";
            default -> architecture;
        };
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

    private static Set<Control> controls() {
        Set<Control> controls = EnumSet.noneOf(Control.class);
        find(controls, Control.MEMORY, "memory/memory.limit_in_bytes", "memory");
        find(controls, Control.SWAP, "memory/memory.memsw.limit_in_bytes", "memory");
        find(controls, Control.CPU_QUOTA, "cpu/cpu.cfs_quota_us", "cpu");
        find(controls, Control.CPU_SHARES, "cpu/cpu.shares", "cpu");
        find(controls, Control.CPU_SET, "cpuset/cpuset.cpus", "cpuset");
        find(controls, Control.PIDS, "pids/cgroup.procs", "pids");
        find(controls, Control.OOM_KILL, "memory/memory.oom_control", "none");
        return controls;
    }

    /** Looks for a control group controller by version 1's file and version 2's name. */
    private static void find(
            Set<Control> controls, Control control, String firstFile, String secondName) {
        Path groups = Path.of("/sys/fs/cgroup");
        if (Files.exists(groups.resolve(firstFile))
                || text(groups.resolve("cgroup.controllers")).stream()
                        .flatMap(line -> Arrays.stream(line.split(" ", -1)))
                        .anyMatch(secondName::equals)) {
            controls.add(control);
        }
    }
}
