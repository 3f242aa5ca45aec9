package dev.mullion.engine.container;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.Resources;
import dev.mullion.docker.api.ResourcesBuilder;
import dev.mullion.engine.EngineProblem;
import java.util.List;

/**
 * Which limits make sense on Windows, in the words clients know. Of the three ways to limit
 * processors, Windows keeps one in process isolation: their count before the weight before the
 * percentage, as Docker decides it.
 */
final class WindowsLimits implements LimitRules {

    private static final long BILLION = 1_000_000_000L;
    private static final long MOST_SHARES = 10_000;
    private static final String LOSER =
            "Conflicting options: CPU %s takes priority over CPU %s on Windows Server Containers."
                    + " CPU %s discarded";

    private final int processors;

    /**
     * Knows the host.
     *
     * @param processors how many it has
     */
    WindowsLimits(int processors) {
        this.processors = processors;
    }

    @Override
    public Resources checked(Resources asked, Isolation isolation, List<String> warnings) {
        absent(asked);
        ranges(asked);
        ResourcesBuilder kept =
                asked.toBuilder().memorySwappiness(null).oomKillDisable(null).pidsLimit(null);
        if (isolation != Isolation.HYPERV) {
            oneOfThree(asked, kept, warnings);
        }
        if (asked.cpuCount() > processors) {
            warnings.add(
                    "Requested CPU count "
                            + asked.cpuCount()
                            + " is more than this host has. It gets "
                            + processors
                            + ".");
            kept.cpuCount(processors);
        }
        return kept.build();
    }

    private static void oneOfThree(Resources asked, ResourcesBuilder kept, List<String> warnings) {
        boolean count = asked.cpuCount() > 0;
        boolean shares = asked.cpuShares() > 0;
        if (count && shares) {
            warnings.add(LOSER.formatted("count", "shares", "shares"));
            kept.cpuShares(0);
        }
        if ((count || shares) && asked.cpuPercent() > 0) {
            warnings.add(LOSER.formatted(count ? "count" : "shares", "percent", "percent"));
            kept.cpuPercent(0);
        }
    }

    private void ranges(Resources asked) {
        require(asked.memory() >= 0, "Invalid memory limit: it can't be negative");
        require(
                asked.cpuShares() >= 0 && asked.cpuShares() <= MOST_SHARES,
                "range of CPUShares is from 1 to " + MOST_SHARES);
        require(
                asked.cpuPercent() >= 0 && asked.cpuPercent() <= 100,
                "range of CPUPercent is from 1 to 100");
        require(asked.cpuCount() >= 0, "invalid CPUCount: CPUCount cannot be negative");
        boolean time = asked.nanoCpus() > 0;
        require(
                !time || asked.cpuPercent() == 0,
                "conflicting options: Nano CPUs and CPU Percent cannot both be set");
        require(
                !time || asked.cpuShares() == 0,
                "conflicting options: Nano CPUs and CPU Shares cannot both be set");
        require(
                asked.nanoCpus() >= 0 && asked.nanoCpus() <= processors * BILLION,
                "range of CPUs is from 0.01 to "
                        + processors
                        + ".00, as there are only "
                        + processors
                        + " CPUs available");
        require(asked.ioMaximumIops() >= 0, "invalid IOMaximumIOps: it can't be negative");
        require(
                asked.ioMaximumBandwidth() >= 0,
                "invalid IOMaximumBandwidth: it can't be negative");
    }

    /** What Windows has nothing for. */
    private static void absent(Resources asked) {
        no(asked.blkioWeight() != 0, "BlkioWeight");
        no(!asked.blkioWeightDevice().isEmpty(), "BlkioWeightDevice");
        no(!asked.blkioDeviceReadBps().isEmpty(), "BlkioDeviceReadBps");
        no(!asked.blkioDeviceReadIops().isEmpty(), "BlkioDeviceReadIOps");
        no(!asked.blkioDeviceWriteBps().isEmpty(), "BlkioDeviceWriteBps");
        no(!asked.blkioDeviceWriteIops().isEmpty(), "BlkioDeviceWriteIOps");
        no(asked.cgroupParent() != null, "CgroupParent");
        no(asked.cpuPeriod() != 0, "CPUPeriod");
        no(asked.cpuQuota() != 0, "CPUQuota");
        no(asked.cpuRealtimePeriod() != 0, "CPURealtimePeriod");
        no(asked.cpuRealtimeRuntime() != 0, "CPURealtimeRuntime");
        no(asked.cpusetCpus() != null, "CpusetCpus");
        no(asked.cpusetMems() != null, "CpusetMems");
        no(!asked.deviceCgroupRules().isEmpty(), "DeviceCgroupRules");
        no(!asked.deviceRequests().isEmpty(), "DeviceRequests (--gpus)");
        no(asked.kernelMemory() != 0 || asked.kernelMemoryTcp() != 0, "KernelMemory");
        no(asked.memoryReservation() != 0, "MemoryReservation");
        no(asked.memorySwap() != 0, "MemorySwap");
        Long swappiness = asked.memorySwappiness();
        no(swappiness != null && swappiness != -1, "MemorySwappiness");
        no(Boolean.TRUE.equals(asked.oomKillDisable()), "OomKillDisable");
        Long pids = asked.pidsLimit();
        no(pids != null && pids > 0, "PidsLimit");
        no(!asked.ulimits().isEmpty(), "Ulimits");
    }

    private static void no(boolean asked, String what) {
        require(!asked, "invalid option: Windows does not support " + what);
    }

    private static void require(boolean fine, String message) {
        if (!fine) {
            throw EngineProblem.invalid(message);
        }
    }
}
