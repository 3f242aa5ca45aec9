package dev.mullion.engine.hcs;

import dev.mullion.engine.runtime.ResourceLimits;
import dev.mullion.hcs.document.ComputeSystemDocument.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Limits of processor time as Windows has them. In process isolation there is only one of them: the
 * count goes before the weight, that before the share of the whole host. A utility VM has a count
 * of its own processors, and a share of these.
 *
 * @param count processors, up to the host's; null for no limit
 * @param weight against others; null for the usual one
 * @param maximum hundredths of a percent, of the host or of the utility VM; null for no limit
 */
record CpuLimits(@Nullable Integer count, @Nullable Long weight, @Nullable Long maximum) {

    private static final long WHOLE = 10_000;
    private static final long NANOS = 1_000_000_000L;

    static CpuLimits ofProcess(ResourceLimits limits, int processors) {
        if (limits.cpuCount() > 0) {
            return new CpuLimits(clamped(limits.cpuCount(), processors), null, null);
        }
        if (limits.cpuShares() > 0) {
            return new CpuLimits(null, Math.min(limits.cpuShares(), WHOLE), null);
        }
        if (limits.nanoCpus() > 0) {
            return new CpuLimits(null, null, share(limits.nanoCpus(), processors));
        }
        return new CpuLimits(null, null, percent(limits));
    }

    static CpuLimits ofUtilityVm(ResourceLimits limits, int processors) {
        @Nullable Long weight =
                limits.cpuShares() > 0 ? Long.valueOf(Math.min(limits.cpuShares(), WHOLE)) : null;
        if (limits.nanoCpus() <= 0) {
            @Nullable Integer count =
                    limits.cpuCount() > 0
                            ? Integer.valueOf(clamped(limits.cpuCount(), processors))
                            : null;
            return new CpuLimits(count, weight, percent(limits));
        }
        int count = clamped(Math.ceilDiv(limits.nanoCpus(), NANOS), processors);
        boolean whole = limits.nanoCpus() >= count * NANOS;
        return new CpuLimits(count, weight, whole ? null : share(limits.nanoCpus(), count));
    }

    private static int clamped(long count, int processors) {
        return (int) Math.min(count, processors);
    }

    private static long share(long nanoCpus, int of) {
        return Math.clamp(nanoCpus / of * WHOLE / NANOS, 1, WHOLE);
    }

    private static @Nullable Long percent(ResourceLimits limits) {
        return limits.cpuPercent() > 0
                ? Long.valueOf(Math.clamp(limits.cpuPercent() * 100, 1, WHOLE))
                : null;
    }

    /** For process isolation; null for no limit. */
    @Nullable Processor processor() {
        boolean any = count != null || weight != null || maximum != null;
        return any ? new Processor(count, maximum, weight) : null;
    }
}
