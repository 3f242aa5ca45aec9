package dev.mullion.tests.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long each contender took for one thing, round by round. */
final class Medians {

    private final Map<String, List<Duration>> took = new LinkedHashMap<>();

    void add(String contender, Duration duration) {
        took.computeIfAbsent(contender, absent -> new ArrayList<>()).add(duration);
    }

    Duration median(String contender) {
        List<Duration> sorted = took.getOrDefault(contender, List.of()).stream().sorted().toList();
        if (sorted.isEmpty()) {
            throw new IllegalStateException(contender + " was not measured");
        }
        return sorted.get(sorted.size() / 2);
    }

    /** Ours by theirs: below 1 we are quicker. */
    double ratio(String ours, String theirs) {
        return (double) median(ours).toNanos() / median(theirs).toNanos();
    }

    /** One row of the table: the medians with their spread, and our ratio to each other one. */
    String row(String what, String ours) {
        StringBuilder row = new StringBuilder("%-34s".formatted(what));
        took.forEach((name, durations) -> {
            List<Duration> sorted = durations.stream().sorted().toList();
            row.append(
                    "  %s %.1f ms (%.1f-%.1f)"
                            .formatted(
                                    name,
                                    millis(median(name)),
                                    millis(sorted.getFirst()),
                                    millis(sorted.getLast())));
        });
        took.keySet().stream()
                .filter(name -> !name.equals(ours) && took.containsKey(ours))
                .forEach(name -> row.append("  | by %s %.2f".formatted(name, ratio(ours, name))));
        return row.append("  n=").append(rounds()).toString();
    }

    private int rounds() {
        return took.values().stream().mapToInt(List::size).min().orElse(0);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
