package dev.mullion.tests.load;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * What a benchmark measured.
 *
 * @param what in a few words
 * @param sorted how long each took, the shortest first; never empty
 */
record Figures(String what, List<Duration> sorted) {

    static Figures of(String what, Collection<Duration> took) {
        if (took.isEmpty()) {
            throw new IllegalArgumentException("Nothing was measured for " + what);
        }
        return new Figures(what, took.stream().sorted().toList());
    }

    Duration percentile(int percent) {
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    @Override
    public String toString() {
        return "%-58s n=%-5d p50 %5d ms   p95 %5d ms   max %5d ms"
                .formatted(
                        what,
                        sorted.size(),
                        percentile(50).toMillis(),
                        percentile(95).toMillis(),
                        sorted.getLast().toMillis());
    }
}
