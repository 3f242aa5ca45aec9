package dev.mullion.engine.linux.oci;

import dev.mullion.engine.runtime.ResourceLimits;
import dev.mullion.engine.runtime.ResourceLimits.DeviceRate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The {@code resources} part of the document, also what {@code crun update} is given. */
public final class Resources {

    private static final long USUAL_PERIOD = 100_000;

    private Resources() {}

    /** What a running container is given when its limits change. */
    public static byte[] update(ResourceLimits limits) throws IOException {
        return Json.bytes(of(limits));
    }

    static Map<String, Object> of(ResourceLimits limits) throws IOException {
        return Json.object(
                "memory", memory(limits),
                "cpu", cpu(limits),
                "pids", limits.pids() > 0 ? Json.object("limit", limits.pids()) : null,
                "blockIO", io(limits));
    }

    private static Map<String, Object> memory(ResourceLimits limits) {
        return Json.object(
                "limit",
                some(limits.memory()),
                "swap",
                limits.memorySwap() == 0 ? null : limits.memorySwap(),
                "reservation",
                some(limits.memoryReservation()),
                "disableOOMKiller",
                limits.oomKillDisable() ? true : null);
    }

    private static Map<String, Object> cpu(ResourceLimits limits) {
        long period = limits.cpuPeriod();
        long quota = limits.cpuQuota();
        if (limits.nanoCpus() > 0) {
            period = USUAL_PERIOD;
            quota = limits.nanoCpus() * USUAL_PERIOD / 1_000_000_000;
        }
        return Json.object(
                "shares", some(limits.cpuShares()),
                "period", some(period),
                "quota", quota == 0 ? null : quota,
                "cpus", some(limits.cpusetCpus()),
                "mems", some(limits.cpusetMems()));
    }

    private static @org.jspecify.annotations.Nullable Map<String, Object> io(ResourceLimits limits)
            throws IOException {
        if (limits.ioWeight() == 0 && limits.deviceRates().isEmpty()) {
            return null;
        }
        Map<String, Object> io =
                Json.object("weight", limits.ioWeight() == 0 ? null : limits.ioWeight());
        for (DeviceRate.Kind kind : DeviceRate.Kind.values()) {
            List<Map<String, Object>> rates = new ArrayList<>();
            for (DeviceRate rate : limits.deviceRates()) {
                if (rate.kind() == kind) {
                    DeviceNode node = DeviceNode.at(rate.device());
                    rates.add(
                            Json.object(
                                    "major", node.major(),
                                    "minor", node.minor(),
                                    "rate", rate.rate()));
                }
            }
            if (!rates.isEmpty()) {
                io.put(nameOf(kind), rates);
            }
        }
        return io;
    }

    private static String nameOf(DeviceRate.Kind kind) {
        return switch (kind) {
            case READ_BYTES -> "throttleReadBpsDevice";
            case WRITE_BYTES -> "throttleWriteBpsDevice";
            case READ_OPERATIONS -> "throttleReadIOPSDevice";
            case WRITE_OPERATIONS -> "throttleWriteIOPSDevice";
        };
    }

    private static @org.jspecify.annotations.Nullable Long some(long number) {
        return number == 0 ? null : number;
    }

    private static @org.jspecify.annotations.Nullable String some(String text) {
        return text.isEmpty() ? null : text;
    }
}
