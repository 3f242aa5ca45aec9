package dev.mullion.engine.stream;

import dev.mullion.docker.api.ContainerStats;
import dev.mullion.engine.container.ContainerView;
import dev.mullion.engine.runtime.ContainerRuntime;
import dev.mullion.engine.runtime.NetworkUsage;
import dev.mullion.engine.runtime.ResourceUsage;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Brings what a container uses into the form that clients of the Docker Engine API read. */
final class StatsFigures {

    private final ContainerRuntime runtime;
    private final NetworkCounters counters;
    private final StatsForm form;

    StatsFigures(ContainerRuntime runtime, NetworkCounters counters) {
        this.runtime = runtime;
        this.counters = counters;
        this.form =
                runtime.facts().osType().equals("windows") ? new WindowsStats() : new LinuxStats();
    }

    /** What a container has of its own is all it can be asked for while it doesn't run. */
    static ContainerStats none(ContainerView container) {
        return ContainerStats.builder()
                .name("/" + container.name())
                .id(container.id().hex())
                .build();
    }

    /** How often containers may be measured. */
    Duration pause() {
        return form.pause();
    }

    /** Measures a container that runs. */
    ContainerStats measure(ContainerView container) throws IOException {
        ResourceUsage usage = runtime.usage(container.id());
        return form.of(usage)
                .read(usage.at())
                .name("/" + container.name())
                .id(container.id().hex())
                .networks(networks(container))
                .build();
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
