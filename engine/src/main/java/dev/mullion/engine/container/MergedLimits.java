package dev.mullion.engine.container;

import dev.mullion.docker.api.Resources;
import dev.mullion.engine.EngineProblem;
import java.util.List;

/** Limits as they are after a change that names only some. */
final class MergedLimits {

    private MergedLimits() {}

    static Resources of(Resources had, Resources asked) {
        boolean cpuTime = asked.cpuPeriod() != 0 || asked.cpuQuota() != 0;
        if (had.nanoCpus() > 0 && cpuTime) {
            throw EngineProblem.invalid(
                    "Conflicting options: CPU Period or Quota cannot be updated as NanoCPUs has"
                            + " already been set");
        }
        if ((had.cpuPeriod() > 0 || had.cpuQuota() > 0) && asked.nanoCpus() > 0) {
            throw EngineProblem.invalid(
                    "Conflicting options: Nano CPUs cannot be updated as CPU Period or Quota has"
                            + " already been set");
        }
        if (asked.memory() > 0
                && had.memorySwap() > 0
                && asked.memorySwap() == 0
                && asked.memory() > had.memorySwap()) {
            throw EngineProblem.invalid(
                    "Memory limit should be smaller than already set memoryswap limit, update the"
                            + " memoryswap at the same time");
        }
        return had.toBuilder()
                .memory(or(asked.memory(), had.memory()))
                .memorySwap(or(asked.memorySwap(), had.memorySwap()))
                .memoryReservation(or(asked.memoryReservation(), had.memoryReservation()))
                .nanoCpus(or(asked.nanoCpus(), had.nanoCpus()))
                .cpuShares(or(asked.cpuShares(), had.cpuShares()))
                .cpuPeriod(or(asked.cpuPeriod(), had.cpuPeriod()))
                .cpuQuota(or(asked.cpuQuota(), had.cpuQuota()))
                .cpusetCpus(asked.cpusetCpus() == null ? had.cpusetCpus() : asked.cpusetCpus())
                .cpusetMems(asked.cpusetMems() == null ? had.cpusetMems() : asked.cpusetMems())
                .cpuCount(or(asked.cpuCount(), had.cpuCount()))
                .cpuPercent(or(asked.cpuPercent(), had.cpuPercent()))
                .ioMaximumIops(or(asked.ioMaximumIops(), had.ioMaximumIops()))
                .ioMaximumBandwidth(or(asked.ioMaximumBandwidth(), had.ioMaximumBandwidth()))
                .pidsLimit(asked.pidsLimit() == null ? had.pidsLimit() : asked.pidsLimit())
                .blkioWeight(asked.blkioWeight() == 0 ? had.blkioWeight() : asked.blkioWeight())
                .blkioDeviceReadBps(or(asked.blkioDeviceReadBps(), had.blkioDeviceReadBps()))
                .blkioDeviceWriteBps(or(asked.blkioDeviceWriteBps(), had.blkioDeviceWriteBps()))
                .blkioDeviceReadIops(or(asked.blkioDeviceReadIops(), had.blkioDeviceReadIops()))
                .blkioDeviceWriteIops(or(asked.blkioDeviceWriteIops(), had.blkioDeviceWriteIops()))
                .build();
    }

    private static long or(long asked, long had) {
        return asked == 0 ? had : asked;
    }

    private static <T> List<T> or(List<T> asked, List<T> had) {
        return asked.isEmpty() ? had : asked;
    }
}
