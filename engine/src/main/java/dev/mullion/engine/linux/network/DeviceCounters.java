package dev.mullion.engine.linux.network;

import dev.mullion.engine.runtime.NetworkUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads /proc/PID/net/dev: two lines of headings, then a line for each device. */
final class DeviceCounters {

    private static final int HEADINGS = 2;
    private static final int COLUMNS = 16;

    private DeviceCounters() {}

    /** The counters of each device a process sees, without its loopback. */
    static Map<String, NetworkUsage> of(long pid) throws IOException {
        return parse(Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", "dev")));
    }

    static Map<String, NetworkUsage> parse(List<String> lines) throws IOException {
        Map<String, NetworkUsage> usage = new LinkedHashMap<>();
        for (String line : lines.subList(Math.min(HEADINGS, lines.size()), lines.size())) {
            int colon = line.lastIndexOf(':');
            String device = line.substring(0, Math.max(colon, 0)).strip();
            if (!device.equals("lo")) {
                usage.put(device, counters(line, line.substring(colon + 1)));
            }
        }
        return usage;
    }

    private static NetworkUsage counters(String line, String columns) throws IOException {
        long[] values =
                Arrays.stream(columns.strip().split("\\s+", -1))
                        .mapToLong(DeviceCounters::number)
                        .toArray();
        if (values.length != COLUMNS) {
            throw new IOException("Not a line of network counters: " + line);
        }
        return new NetworkUsage(
                values[0],
                values[1],
                values[2],
                values[3],
                values[8],
                values[9],
                values[10],
                values[11]);
    }

    private static long number(String text) {
        return text.isEmpty() ? 0 : Long.parseUnsignedLong(text);
    }
}
