package dev.mullion.security.guardrail;

import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.Resources;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** How much a container may use. */
final class LimitChecks {

    private static final String MEMORY = "HostConfig.Memory";
    private static final String PROCESSORS = "HostConfig.NanoCpus";
    private static final String PROCESSES = "HostConfig.PidsLimit";
    private static final String STORAGE = "HostConfig.StorageOpt.size";

    static final long NANOS = 1_000_000_000L;
    private static final long USUAL_PERIOD = 100_000;

    private LimitChecks() {}

    static void demands(Workload asked, Demands<LimitKind> demands, Objections objections) {
        Resources limits = asked.hostConfig().resources();
        boolean windows = asked.host().windows();
        if (demands.has(LimitKind.MEMORY) && limits.memory() <= 0) {
            missing(MEMORY, "memory", objections);
        }
        if (demands.has(LimitKind.MEMORY) && limits.memorySwap() < 0) {
            objections.add(
                    "HostConfig.MemorySwap",
                    "any amount of swap",
                    "a limit of memory has to hold for swap, too",
                    "Leave it out.");
        }
        if (demands.has(LimitKind.PROCESSORS) && processors(asked).isEmpty()) {
            missing(PROCESSORS, "processor time", objections);
        }
        if (demands.has(LimitKind.PROCESSES) && !windows && processes(limits).isEmpty()) {
            missing(PROCESSES, "processes", objections);
        }
        if (demands.has(LimitKind.STORAGE) && windows && storage(asked.hostConfig()).isEmpty()) {
            missing(STORAGE, "storage", objections);
        }
    }

    private static void missing(String field, String what, Objections objections) {
        objections.add(field, "no limit", "a limit of " + what + " is needed", "Give it one.");
    }

    static void memory(Workload asked, Most most, Objections objections) {
        if (most.any()) {
            return;
        }
        Resources limits = asked.hostConfig().resources();
        OptionalLong memory =
                limits.memory() > 0 ? OptionalLong.of(limits.memory()) : OptionalLong.empty();
        atMost(MEMORY, memory, most, " bytes", objections);
        long twice = most.amount() > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : most.amount() * 2;
        if (limits.memorySwap() < 0 || limits.memorySwap() > twice) {
            objections.add(
                    "HostConfig.MemorySwap",
                    limits.memorySwap() < 0 ? "any amount of swap" : limits.memorySwap() + " bytes",
                    "memory and swap together may be at most " + twice + " bytes",
                    "Leave it out.");
        }
    }

    static void processors(Workload asked, Most most, Objections objections) {
        if (most.any()) {
            return;
        }
        List<Long> given = processors(asked);
        if (given.isEmpty()) {
            atMost(PROCESSORS, OptionalLong.empty(), most, " billionths", objections);
        }
        for (long nanos : given) {
            if (nanos > most.amount()) {
                objections.add(
                        PROCESSORS,
                        written(nanos) + " processors",
                        "at most " + written(most.amount()) + " are allowed",
                        "Ask for less.");
            }
        }
    }

    private static String written(long nanos) {
        return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
    }

    /** Every limit of processor time that is given: which of several counts differs by engine. */
    private static List<Long> processors(Workload asked) {
        Resources limits = asked.hostConfig().resources();
        List<Long> nanos = new ArrayList<>();
        if (limits.nanoCpus() > 0) {
            nanos.add(limits.nanoCpus());
        }
        if (!asked.host().windows() && limits.cpuQuota() > 0) {
            long period = limits.cpuPeriod() > 0 ? limits.cpuPeriod() : USUAL_PERIOD;
            nanos.add(share(limits.cpuQuota(), period));
        }
        if (asked.host().windows() && limits.cpuCount() > 0) {
            nanos.add(share(limits.cpuCount(), 1));
        }
        if (asked.host().windows() && limits.cpuPercent() > 0) {
            nanos.add(
                    share(Math.multiplyExact(limits.cpuPercent(), asked.host().processors()), 100));
        }
        return nanos;
    }

    private static long share(long part, long whole) {
        return BigInteger.valueOf(part)
                .multiply(BigInteger.valueOf(NANOS))
                .divide(BigInteger.valueOf(whole))
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValue();
    }

    static void processes(Workload asked, Most most, Objections objections) {
        if (!most.any() && !asked.host().windows()) {
            atMost(
                    PROCESSES,
                    processes(asked.hostConfig().resources()),
                    most,
                    " processes",
                    objections);
        }
    }

    private static OptionalLong processes(Resources limits) {
        Long processes = limits.pidsLimit();
        return processes == null || processes <= 0
                ? OptionalLong.empty()
                : OptionalLong.of(processes);
    }

    static void storage(Workload asked, Most most, Objections objections) {
        if (!most.any() && asked.host().windows()) {
            atMost(STORAGE, storage(asked.hostConfig()), most, " bytes", objections);
        }
    }

    private static OptionalLong storage(HostConfig host) {
        OptionalLong size = Sizes.bytes(host.storageOpt().getOrDefault("size", ""));
        return size.isPresent() && size.getAsLong() > 0 ? size : OptionalLong.empty();
    }

    static void lifetime(Workload asked, Most most, Objections objections) {
        if (most.any()) {
            return;
        }
        Duration lifetime = asked.lifetime();
        Duration longest = Duration.ofSeconds(most.amount());
        if (lifetime == null || lifetime.compareTo(longest) > 0) {
            objections.add(
                    "lifetime",
                    lifetime == null ? "no end" : lifetime.toSeconds() + " seconds",
                    "it may stay at most " + most.amount() + " seconds",
                    lifetime == null ? "Say when it ends." : "Let it end sooner.");
        }
    }

    private static void atMost(
            String field, OptionalLong given, Most most, String unit, Objections objections) {
        if (given.isEmpty() || given.getAsLong() > most.amount()) {
            objections.add(
                    field,
                    given.isEmpty() ? "no limit" : given.getAsLong() + unit,
                    "at most " + most.amount() + unit + " are allowed",
                    given.isEmpty() ? "Give it a limit." : "Ask for less.");
        }
    }
}
