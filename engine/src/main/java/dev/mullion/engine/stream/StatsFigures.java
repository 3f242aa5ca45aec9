package dev.mullion.engine.stream;

import dev.mullion.docker.api.ContainerStats;
import dev.mullion.engine.container.ContainerView;
import dev.mullion.engine.runtime.ContainerRuntime;
import dev.mullion.engine.runtime.NetworkUsage;
import dev.mullion.engine.runtime.ResourceUsage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Brings what a container uses into the form that clients of the Docker Engine API read. */
final class StatsFigures {

    private final ContainerRuntime runtime;
    private final NetworkCounters counters;

    StatsFigures(ContainerRuntime runtime, NetworkCounters counters) {
        this.runtime = runtime;
        this.counters = counters;
    }

    /** What a container has of its own is all it can be asked for while it doesn't run. */
    static ContainerStats none(ContainerView container) {
        return ContainerStats.builder()
                .name("/" + container.name())
                .id(container.id().hex())
                .build();
    }

    /** Measures a container that runs. */
    ContainerStats measure(ContainerView container) throws IOException {
        ResourceUsage usage = runtime.usage(container.id());
        return ContainerStats.builder()
                .read(usage.at())
                .name("/" + container.name())
                .id(container.id().hex())
                .pidsStats(new ContainerStats.Pids(usage.pids(), usage.pidsLimit()))
                .blkioStats(
                        ContainerStats.BlockIo.of(
                                entries(usage, ResourceUsage.DeviceIo::bytes),
                                entries(usage, ResourceUsage.DeviceIo::operations)))
                .cpuStats(cpu(usage))
                .memoryStats(memory(usage))
                .networks(networks(container))
                .build();
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

    /** What others' networks carry isn't this container's. */
    private Map<String, ContainerStats.Network> networks(ContainerView container)
            throws IOException {
        String mode = container.hostConfig().networkMode();
        if (mode != null && (mode.equals("host") || mode.startsWith("container:"))) {
            return Map.of();
        }
        Map<String, ContainerStats.Network> all = new LinkedHashMap<>();
        for (Map.Entry<String, NetworkUsage> device :
                counters.of(container.id(), container.pid()).entrySet()) {
            if (!device.getKey().equals("lo")) {
                NetworkUsage use = device.getValue();
                all.put(
                        device.getKey(),
                        new ContainerStats.Network(
                                use.rxBytes(),
                                use.rxPackets(),
                                use.rxErrors(),
                                use.rxDropped(),
                                use.txBytes(),
                                use.txPackets(),
                                use.txErrors(),
                                use.txDropped()));
            }
        }
        return all;
    }
}
