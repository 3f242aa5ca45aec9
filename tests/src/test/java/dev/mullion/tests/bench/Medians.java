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

    /**
     * One row of the table: ours with what it is of each other's, then the others; medians with
     * their spread, in milliseconds.
     */
    String row(String what, String ours) {
        StringBuilder row = new StringBuilder("%-36s n=%-3d".formatted(what, rounds()));
        took.keySet().forEach(name -> row.append(cell(name, ours)));
        return row.toString();
    }

    private String cell(String name, String ours) {
        List<Duration> sorted = took.getOrDefault(name, List.of()).stream().sorted().toList();
        String spread =
                "%.1f (%.1f-%.1f)"
                        .formatted(
                                millis(median(name)),
                                millis(sorted.getFirst()),
                                millis(sorted.getLast()));
        String ratio =
                name.equals(ours) || !took.containsKey(ours)
                        ? ""
                        : "  ours/%s %.2f".formatted(name, ratio(ours, name));
        return " | %s %-24s%s".formatted(name, spread, ratio);
    }

    private int rounds() {
        return took.values().stream().mapToInt(List::size).min().orElse(0);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
