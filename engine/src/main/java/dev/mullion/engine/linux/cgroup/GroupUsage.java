package dev.mullion.engine.linux.cgroup;

import dev.mullion.engine.runtime.ResourceUsage;
import dev.mullion.engine.runtime.ResourceUsage.DeviceIo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Reads what a group uses from the kernel's files, in either version's form. */
public final class GroupUsage {

    /** The kernel counts processors' time in hundredths of a second, on all its platforms. */
    private static final long TICK = 10_000_000;

    private static final long MICRO = 1000;

    private final ControlGroups groups;

    /** Keeps the layout. */
    public GroupUsage(ControlGroups groups) {
        this.groups = groups;
    }

    /** Reads what a group uses now; fails if there is no such group. */
    public ResourceUsage read(String group, Instant at) throws IOException {
        Host host = Host.read();
        return groups.layout() == ControlGroups.Layout.V2
                ? second(groups.folder("", group), at, host)
                : first(group, at, host);
    }

    private ResourceUsage first(String group, Instant at, Host host) throws IOException {
        Path cpu = groups.folder("cpuacct", group);
        Path memory = groups.folder("memory", group);
        Map<String, Long> time = pairs(cpu.resolve("cpuacct.stat"));
        Map<String, Long> throttling = pairs(groups.folder("cpu", group).resolve("cpu.stat"));
        List<Long> each = new ArrayList<>();
        for (String part : text(cpu.resolve("cpuacct.usage_percpu")).strip().split(" +", -1)) {
            if (!part.isEmpty()) {
                each.add(Long.parseLong(part));
            }
        }
        Path pids = groups.folder("pids", group);
        return new ResourceUsage(
                at,
                number(cpu.resolve("cpuacct.usage")),
                time.getOrDefault("user", 0L) * TICK,
                time.getOrDefault("system", 0L) * TICK,
                each,
                host.cpu(),
                host.processors(),
                throttling.getOrDefault("nr_periods", 0L),
                throttling.getOrDefault("nr_throttled", 0L),
                throttling.getOrDefault("throttled_time", 0L),
                number(memory.resolve("memory.usage_in_bytes")),
                number(memory.resolve("memory.max_usage_in_bytes")),
                Math.min(limit(memory.resolve("memory.limit_in_bytes")), host.memory()),
                number(memory.resolve("memory.failcnt")),
                pairs(memory.resolve("memory.stat")),
                number(pids.resolve("pids.current")),
                unlimitedAsZero(pids.resolve("pids.max")),
                blocks(groups.folder("blkio", group)));
    }

    private static ResourceUsage second(Path group, Instant at, Host host) throws IOException {
        Map<String, Long> cpu = pairs(group.resolve("cpu.stat"));
        Map<String, Long> events = pairs(group.resolve("memory.events"));
        return new ResourceUsage(
                at,
                cpu.getOrDefault("usage_usec", 0L) * MICRO,
                cpu.getOrDefault("user_usec", 0L) * MICRO,
                cpu.getOrDefault("system_usec", 0L) * MICRO,
                List.of(),
                host.cpu(),
                host.processors(),
                cpu.getOrDefault("nr_periods", 0L),
                cpu.getOrDefault("nr_throttled", 0L),
                cpu.getOrDefault("throttled_usec", 0L) * MICRO,
                number(group.resolve("memory.current")),
                number(group.resolve("memory.peak")),
                Math.min(limit(group.resolve("memory.max")), host.memory()),
                events.getOrDefault("max", 0L),
                pairs(group.resolve("memory.stat")),
                number(group.resolve("pids.current")),
                unlimitedAsZero(group.resolve("pids.max")),
                io(group.resolve("io.stat")));
    }

    /** Lines like {@code 8:0 Read 4096}, the bytes in one file and the operations in another. */
    private static List<DeviceIo> blocks(Path folder) throws IOException {
        Map<String, Long> bytes = devices(folder, "io_service_bytes_recursive");
        Map<String, Long> operations = devices(folder, "io_serviced_recursive");
        List<DeviceIo> all = new ArrayList<>();
        for (Map.Entry<String, Long> entry : bytes.entrySet()) {
            String[] key = entry.getKey().split("[: ]", -1);
            String operation = key[2].toLowerCase(Locale.ROOT);
            if (operation.equals("read") || operation.equals("write")) {
                all.add(
                        new DeviceIo(
                                Long.parseLong(key[0]),
                                Long.parseLong(key[1]),
                                operation,
                                entry.getValue(),
                                operations.getOrDefault(entry.getKey(), 0L)));
            }
        }
        return all;
    }

    private static Map<String, Long> devices(Path folder, String name) throws IOException {
        for (String scheduler : List.of("blkio.bfq.", "blkio.throttle.")) {
            Map<String, Long> found = new LinkedHashMap<>();
            for (String line : text(folder.resolve(scheduler + name)).lines().toList()) {
                String[] parts = line.split(" ", -1);
                if (parts.length == 3) {
                    found.put(parts[0] + " " + parts[1], Long.parseLong(parts[2]));
                }
            }
            if (!found.isEmpty()) {
                return found;
            }
        }
        return Map.of();
    }

    /** Lines like {@code 8:0 rbytes=1 wbytes=2 rios=3 wios=4}. */
    private static List<DeviceIo> io(Path file) throws IOException {
        List<DeviceIo> all = new ArrayList<>();
        for (String line : text(file).lines().toList()) {
            String[] parts = line.split(" ", -1);
            String[] device = parts[0].split(":", -1);
            Map<String, Long> counts = new LinkedHashMap<>();
            Stream.of(parts)
                    .skip(1)
                    .map(part -> part.split("=", -1))
                    .filter(pair -> pair.length == 2)
                    .forEach(pair -> counts.put(pair[0], Long.valueOf(pair[1])));
            for (String operation : List.of("read", "write")) {
                String letter = operation.substring(0, 1);
                all.add(
                        new DeviceIo(
                                Long.parseLong(device[0]),
                                Long.parseLong(device[1]),
                                operation,
                                counts.getOrDefault(letter + "bytes", 0L),
                                counts.getOrDefault(letter + "ios", 0L)));
            }
        }
        return all;
    }

    private static Map<String, Long> pairs(Path file) throws IOException {
        Map<String, Long> pairs = new LinkedHashMap<>();
        for (String line : text(file).lines().toList()) {
            String[] parts = line.split(" ", -1);
            if (parts.length == 2 && !parts[1].isEmpty()) {
                pairs.put(parts[0], Long.parseUnsignedLong(parts[1]));
            }
        }
        return pairs;
    }

    private static long limit(Path file) throws IOException {
        String text = text(file).strip();
        return text.isEmpty() || text.equals("max") ? Long.MAX_VALUE : Long.parseLong(text);
    }

    private static long unlimitedAsZero(Path file) throws IOException {
        long limit = limit(file);
        return limit == Long.MAX_VALUE ? 0 : limit;
    }

    private static long number(Path file) throws IOException {
        String text = text(file).strip();
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /** Not every kernel has every file. */
    private static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /**
     * The host as a whole.
     *
     * @param cpu nanoseconds of all processors
     * @param memory bytes
     */
    private record Host(long cpu, int processors, long memory) {

        static Host read() throws IOException {
            long ticks = 0;
            int processors = 0;
            for (String line : Files.readAllLines(Path.of("/proc/stat"))) {
                if (line.startsWith("cpu ")) {
                    // user nice system idle iowait irq softirq steal; guests are in user already
                    ticks =
                            Stream.of(line.strip().split(" +", -1))
                                    .skip(1)
                                    .limit(8)
                                    .mapToLong(Long::parseLong)
                                    .sum();
                } else if (line.startsWith("cpu")) {
                    processors++;
                }
            }
            long memory = 0;
            for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
                if (line.startsWith("MemTotal:")) {
                    memory = Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
            return new Host(ticks * TICK, processors, memory);
        }
    }
}
