package dev.mullion.security.quota;

import dev.mullion.docker.api.Resources;
import java.math.BigInteger;
import java.util.stream.LongStream;

/**
 * What a container takes.
 *
 * @param cpu in thousandths of a processor, while it runs
 * @param memory in bytes, while it runs
 * @param running whether it runs, or is about to
 * @param hyperv whether it has a virtual machine of its own
 */
public record Demand(Share cpu, Share memory, boolean running, boolean hyperv) {

    private static final long NANOS_IN_MILLI = 1_000_000;
    private static final long MILLIS = 1000;
    private static final long USUAL_PERIOD = 100_000;
    private static final long PERCENT = 100;

    /**
     * A host as far as it matters for what a container takes that has no limit.
     *
     * @param cpus how many processors it has
     * @param memoryBytes how much memory it has
     */
    public record HostSize(boolean windows, int cpus, long memoryBytes) {

        long cpuMillis() {
            return Math.max(0, cpus) * MILLIS;
        }
    }

    /** What a container with these limits takes on a host. */
    public static Demand of(Resources limits, HostSize host, boolean running, boolean hyperv) {
        return new Demand(cpu(limits, host), memory(limits, host), running, hyperv);
    }

    private static Share memory(Resources limits, HostSize host) {
        return limits.memory() > 0
                ? Share.upTo(limits.memory())
                : Share.all(Math.max(0, host.memoryBytes()));
    }

    /** Of several limits the highest: which of them counts differs by engine. */
    private static Share cpu(Resources limits, HostSize host) {
        long most =
                LongStream.of(
                                up(limits.nanoCpus(), 1, NANOS_IN_MILLI),
                                host.windows() ? 0 : quota(limits),
                                host.windows() ? up(limits.cpuCount(), MILLIS, 1) : 0,
                                host.windows()
                                        ? up(limits.cpuPercent(), host.cpuMillis(), PERCENT)
                                        : 0)
                        .max()
                        .orElse(0);
        return most > 0 ? Share.upTo(most) : Share.all(host.cpuMillis());
    }

    private static long quota(Resources limits) {
        long period = limits.cpuPeriod() > 0 ? limits.cpuPeriod() : USUAL_PERIOD;
        return up(limits.cpuQuota(), MILLIS, period);
    }

    /** In thousandths, rounded up: a sliver of a processor is not nothing. */
    private static long up(long part, long times, long whole) {
        if (part <= 0) {
            return 0;
        }
        var product = BigInteger.valueOf(part).multiply(BigInteger.valueOf(times));
        return product.add(BigInteger.valueOf(whole - 1))
                .divide(BigInteger.valueOf(whole))
                .min(BigInteger.valueOf(Share.MOST))
                .longValue();
    }

    /** The same container, running. */
    Demand started() {
        return new Demand(cpu, memory, true, hyperv);
    }

    /** How much it takes of a kind. */
    long of(QuotaKind kind) {
        return switch (kind) {
            case CPU -> running ? cpu.amount() : 0;
            case MEMORY -> running ? memory.amount() : 0;
            case RUNNING -> running ? 1 : 0;
            case DEFINED -> 1;
            case HYPERV -> running && hyperv ? 1 : 0;
        };
    }

    /** Whether it has a limit of a kind, where it needs one. */
    boolean limited(QuotaKind kind) {
        return switch (kind) {
            case CPU -> cpu.limited();
            case MEMORY -> memory.limited();
            case RUNNING, DEFINED, HYPERV -> true;
        };
    }
}
