package dev.mullion.engine.stream;

import dev.mullion.docker.api.ContainerStats;
import dev.mullion.docker.api.ContainerStatsBuilder;
import dev.mullion.engine.runtime.ResourceUsage;
import dev.mullion.engine.runtime.ResourceUsage.DeviceIo;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What Windows counts; processor time in hundreds of nanoseconds, as clients expect of Windows. */
final class WindowsStats implements StatsForm {

    private static final int HUNDRED = 100;

    /** For each answer Windows looks at every process of the host. */
    @Override
    public Duration pause() {
        return Duration.ofSeconds(5);
    }

    @Override
    public ContainerStatsBuilder of(ResourceUsage usage) {
        return ContainerStats.builder()
                .numProcs(usage.onlineCpus())
                .storageStats(storage(usage.io()))
                .cpuStats(cpu(usage))
                .memoryStats(memory(usage));
    }

    private static ContainerStats.Cpu cpu(ResourceUsage usage) {
        return new ContainerStats.Cpu(
                new ContainerStats.CpuUsage(
                        usage.cpuTotal() / HUNDRED,
                        List.of(),
                        usage.cpuKernel() / HUNDRED,
                        usage.cpuUser() / HUNDRED),
                0,
                0,
                ContainerStats.Cpu.NONE.throttlingData());
    }

    private static ContainerStats.Memory memory(ResourceUsage usage) {
        return new ContainerStats.Memory(
                0,
                0,
                0,
                0,
                usage.memory(),
                usage.memoryMax(),
                usage.memoryDetails().getOrDefault(ResourceUsage.PRIVATE_WORKING_SET, 0L),
                Map.of());
    }

    private static Map<String, Long> storage(List<DeviceIo> io) {
        Map<String, Long> all = new LinkedHashMap<>();
        all.put("read_count_normalized", sum(io, "read", DeviceIo::operations));
        all.put("read_size_bytes", sum(io, "read", DeviceIo::bytes));
        all.put("write_count_normalized", sum(io, "write", DeviceIo::operations));
        all.put("write_size_bytes", sum(io, "write", DeviceIo::bytes));
        return all;
    }

    private static long sum(List<DeviceIo> io, String operation, ToLongFunction<DeviceIo> what) {
        return io.stream().filter(each -> each.operation().equals(operation)).mapToLong(what).sum();
    }
}
