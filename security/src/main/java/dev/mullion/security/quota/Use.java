package dev.mullion.security.quota;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is taken, with what is reserved for containers that are about to be made or started.
 *
 * @param taken of each kind
 * @param withoutCpuLimit how many run without a limit of processor time; each of them counts as all
 *     processors of its host
 * @param withoutMemoryLimit how many run without a limit of memory; each of them counts as all
 *     memory of its host
 */
public record Use(Map<QuotaKind, Long> taken, long withoutCpuLimit, long withoutMemoryLimit) {

    /** Nothing is taken. */
    static final Use NOTHING = new Use(Map.of(), 0, 0);

    public Use {
        var all = new EnumMap<QuotaKind, Long>(QuotaKind.class);
        for (var kind : QuotaKind.values()) {
            all.put(kind, taken.getOrDefault(kind, 0L));
        }
        taken = Map.copyOf(all);
    }

    /** How much of one kind. */
    public long of(QuotaKind kind) {
        return taken.getOrDefault(kind, 0L);
    }

    Use plus(Use other) {
        var sum = new EnumMap<QuotaKind, Long>(QuotaKind.class);
        Arrays.stream(QuotaKind.values()).forEach(kind -> sum.put(kind, of(kind) + other.of(kind)));
        return new Use(
                sum,
                withoutCpuLimit + other.withoutCpuLimit,
                withoutMemoryLimit + other.withoutMemoryLimit);
    }
}
