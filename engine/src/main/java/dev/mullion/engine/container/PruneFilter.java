package dev.mullion.engine.container;

import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.http.Filters;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which of the containers that don't run a prune means. */
final class PruneFilter {

    private final Filters filters;
    private final @Nullable Instant until;

    private PruneFilter(Filters filters, @Nullable Instant until) {
        this.filters = filters;
        this.until = until;
    }

    /**
     * Reads it.
     *
     * @throws EngineProblem 400 for filters nobody knows, or a time that isn't one
     */
    static PruneFilter of(Filters filters) {
        filters.only(Set.of("until", "label", "label!"));
        List<String> until = filters.all("until");
        if (until.size() > 1) {
            throw EngineProblem.invalid("more than one until filter specified");
        }
        return new PruneFilter(filters, until.isEmpty() ? null : moment(until.getFirst()));
    }

    boolean fits(Definition container) {
        boolean unwanted =
                filters.has("label!")
                        && filters.matchesLabels("label!", container.config().labels());
        return !unwanted
                && filters.matchesLabels("label", container.config().labels())
                && (until == null || container.created().isBefore(until));
    }

    /** A moment, or how long ago, as clients write them: {@code 24h}, {@code 1h30m}, seconds. */
    private static Instant moment(String text) {
        try {
            if (text.matches("\\d{1,12}(\\.\\d{1,9})?")) {
                return Instant.ofEpochMilli((long) (Double.parseDouble(text) * 1000));
            }
            if (text.matches("(\\d+h)?(\\d+m)?(\\d+s)?")) {
                return Instant.now().minus(Duration.parse("PT" + text));
            }
            return OffsetDateTime.parse(text.contains("T") ? text : text + "T00:00:00Z")
                    .toInstant();
        } catch (DateTimeException | ArithmeticException e) {
            throw EngineProblem.invalid(
                    "failed to parse value as time or duration: \"" + text + "\"");
        }
    }
}
