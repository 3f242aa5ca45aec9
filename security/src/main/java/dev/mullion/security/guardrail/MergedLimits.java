package dev.mullion.security.guardrail;

import dev.mullion.docker.api.Resources;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Limits as they are after a change that names only some. */
final class MergedLimits {

    private MergedLimits() {}

    static Resources of(Resources had, Resources asked) {
        return asked.toBuilder()
                .memory(or(asked.memory(), had.memory()))
                .memorySwap(or(asked.memorySwap(), had.memorySwap()))
                .memoryReservation(or(asked.memoryReservation(), had.memoryReservation()))
                .nanoCpus(or(asked.nanoCpus(), had.nanoCpus()))
                .cpuShares(or(asked.cpuShares(), had.cpuShares()))
                .cpuPeriod(or(asked.cpuPeriod(), had.cpuPeriod()))
                .cpuQuota(or(asked.cpuQuota(), had.cpuQuota()))
                .cpuCount(or(asked.cpuCount(), had.cpuCount()))
                .cpuPercent(or(asked.cpuPercent(), had.cpuPercent()))
                .cpuRealtimePeriod(or(asked.cpuRealtimePeriod(), had.cpuRealtimePeriod()))
                .cpuRealtimeRuntime(or(asked.cpuRealtimeRuntime(), had.cpuRealtimeRuntime()))
                .cgroupParent(or(asked.cgroupParent(), had.cgroupParent()))
                .cpusetCpus(or(asked.cpusetCpus(), had.cpusetCpus()))
                .cpusetMems(or(asked.cpusetMems(), had.cpusetMems()))
                .pidsLimit(asked.pidsLimit() == null ? had.pidsLimit() : asked.pidsLimit())
                .oomKillDisable(
                        asked.oomKillDisable() == null
                                ? had.oomKillDisable()
                                : asked.oomKillDisable())
                .devices(or(asked.devices(), had.devices()))
                .deviceRequests(or(asked.deviceRequests(), had.deviceRequests()))
                .deviceCgroupRules(or(asked.deviceCgroupRules(), had.deviceCgroupRules()))
                .build();
    }

    private static long or(long asked, long had) {
        return asked == 0 ? had : asked;
    }

    private static @Nullable String or(@Nullable String asked, @Nullable String had) {
        return asked == null ? had : asked;
    }

    private static <T> List<T> or(List<T> asked, List<T> had) {
        return asked.isEmpty() ? had : asked;
    }
}
