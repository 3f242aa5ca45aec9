package dev.mullion.engine.stream;

import dev.mullion.docker.api.ContainerStats;
import dev.mullion.docker.api.ContainerStatsBuilder;
import dev.mullion.engine.runtime.ResourceUsage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What control groups count. */
final class LinuxStats implements StatsForm {

    @Override
    public Duration pause() {
        return Duration.ofSeconds(1);
    }

    @Override
    public ContainerStatsBuilder of(ResourceUsage usage) {
        return ContainerStats.builder()
                .pidsStats(new ContainerStats.Pids(usage.pids(), usage.pidsLimit()))
                .blkioStats(
                        ContainerStats.BlockIo.of(
                                entries(usage, ResourceUsage.DeviceIo::bytes),
                                entries(usage, ResourceUsage.DeviceIo::operations)))
                .cpuStats(cpu(usage))
                .memoryStats(memory(usage));
    }

    private static List<ContainerStats.Entry> entries(
            ResourceUsage usage, ToLongFunction<ResourceUsage.DeviceIo> what) {
        return usage.io().stream()
                .map(io ->
                        new ContainerStats.Entry(
                                io.major(),
                                io.minor(),
                                io.operation().toLowerCase(Locale.ROOT),
                                what.applyAsLong(io)))
                .toList();
    }

    private static ContainerStats.Cpu cpu(ResourceUsage usage) {
        return new ContainerStats.Cpu(
                new ContainerStats.CpuUsage(
                        usage.cpuTotal(), usage.cpuOfEach(), usage.cpuKernel(), usage.cpuUser()),
                usage.systemCpu(),
                usage.onlineCpus(),
                new ContainerStats.Throttling(
                        usage.throttlingPeriods(),
                        usage.throttledPeriods(),
                        usage.throttledTime()));
    }

    private static ContainerStats.Memory memory(ResourceUsage usage) {
        return new ContainerStats.Memory(
                usage.memory(),
                usage.memoryMax(),
                usage.memoryFailures(),
                usage.memoryLimit(),
                0,
                0,
                0,
                usage.memoryDetails());
    }
}
