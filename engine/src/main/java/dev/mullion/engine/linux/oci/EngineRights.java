package dev.mullion.engine.linux.oci;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the engine itself may do; no container gets more.
 *
 * @param capabilities its bounding set, for example {@code CAP_CHOWN}
 * @param hardLimits its hard limits by their OCI names, for example {@code RLIMIT_NOFILE}; -1 for
 *     none
 * @param oomScore by how much containers are killed sooner than others when memory lacks; the
 *     engine may be spared, they are not
 */
public record EngineRights(Set<String> capabilities, Map<String, Long> hardLimits, int oomScore) {

    /** In the order of their bits, capabilities(7). */
    private static final List<String> ALL =
            List.of(
                    "CHOWN",
                    "DAC_OVERRIDE",
                    "DAC_READ_SEARCH",
                    "FOWNER",
                    "FSETID",
                    "KILL",
                    "SETGID",
                    "SETUID",
                    "SETPCAP",
                    "LINUX_IMMUTABLE",
                    "NET_BIND_SERVICE",
                    "NET_BROADCAST",
                    "NET_ADMIN",
                    "NET_RAW",
                    "IPC_LOCK",
                    "IPC_OWNER",
                    "SYS_MODULE",
                    "SYS_RAWIO",
                    "SYS_CHROOT",
                    "SYS_PTRACE",
                    "SYS_PACCT",
                    "SYS_ADMIN",
                    "SYS_BOOT",
                    "SYS_NICE",
                    "SYS_RESOURCE",
                    "SYS_TIME",
                    "SYS_TTY_CONFIG",
                    "MKNOD",
                    "LEASE",
                    "AUDIT_WRITE",
                    "AUDIT_CONTROL",
                    "SETFCAP",
                    "MAC_OVERRIDE",
                    "MAC_ADMIN",
                    "SYSLOG",
                    "WAKE_ALARM",
                    "BLOCK_SUSPEND",
                    "AUDIT_READ",
                    "PERFMON",
                    "BPF",
                    "CHECKPOINT_RESTORE");

    /** The rows of /proc/self/limits and what they are called elsewhere. */
    private static final Map<String, String> LIMITS =
            Map.ofEntries(
                    Map.entry("Max cpu time", "CPU"),
                    Map.entry("Max file size", "FSIZE"),
                    Map.entry("Max data size", "DATA"),
                    Map.entry("Max stack size", "STACK"),
                    Map.entry("Max core file size", "CORE"),
                    Map.entry("Max resident set", "RSS"),
                    Map.entry("Max processes", "NPROC"),
                    Map.entry("Max open files", "NOFILE"),
                    Map.entry("Max locked memory", "MEMLOCK"),
                    Map.entry("Max address space", "AS"),
                    Map.entry("Max file locks", "LOCKS"),
                    Map.entry("Max pending signals", "SIGPENDING"),
                    Map.entry("Max msgqueue size", "MSGQUEUE"),
                    Map.entry("Max nice priority", "NICE"),
                    Map.entry("Max realtime priority", "RTPRIO"),
                    Map.entry("Max realtime timeout", "RTTIME"));

    /** Reads those of this process. */
    public static EngineRights ofThisProcess() throws IOException {
        return new EngineRights(
                capabilities(Files.readString(Path.of("/proc/self/status"))),
                hardLimits(Files.readAllLines(Path.of("/proc/self/limits"))),
                oomScore(Files.readString(Path.of("/proc/self/oom_score_adj"))));
    }

    /** Every name there is, for {@code ALL}. */
    static boolean isCapability(String name) {
        return name.startsWith("CAP_") && ALL.contains(name.substring(4));
    }

    static Set<String> capabilities(String status) throws IOException {
        BigInteger bits =
                status.lines()
                        .filter(line -> line.startsWith("CapBnd:"))
                        .map(line -> new BigInteger(line.substring(7).strip(), 16))
                        .findFirst()
                        .orElseThrow(() -> new IOException("/proc/self/status has no CapBnd"));
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < ALL.size(); i++) {
            if (bits.testBit(i)) {
                names.add("CAP_" + ALL.get(i));
            }
        }
        return names;
    }

    static Map<String, Long> hardLimits(List<String> lines) {
        Map<String, Long> limits = new LinkedHashMap<>();
        for (String line : lines) {
            LIMITS.forEach((row, name) -> {
                if (line.startsWith(row)) {
                    String hard = line.substring(row.length()).strip().split("\\s+", -1)[1];
                    limits.put(
                            "RLIMIT_" + name, hard.equals("unlimited") ? -1 : Long.parseLong(hard));
                }
            });
        }
        return limits;
    }

    /** As much as anybody may set without rights of its own. */
    static int oomScore(String own) {
        return Math.max(0, Integer.parseInt(own.strip()));
    }

    /** Brings a limit of a container below the engine's own. */
    long clamp(String ociName, long wanted) throws IOException {
        Long most = hardLimits.get(ociName);
        if (most == null) {
            throw new IOException(
                    "There is no limit of the name "
                            + ociName.replace("RLIMIT_", "").toLowerCase(Locale.ROOT));
        }
        if (most < 0) {
            return wanted;
        }
        return wanted < 0 ? most : Math.min(wanted, most);
    }
}
