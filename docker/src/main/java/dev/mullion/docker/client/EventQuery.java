package dev.mullion.docker.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted.
 *
 * @param since from when on; engines remember only the last few hundred; absent for from now on
 * @param until up to when; absent for without end
 * @param filters Docker's filters, for example {@code type} to {@code [container, image]}
 */
public record EventQuery(
        @Nullable Instant since, @Nullable Instant until, Map<String, List<String>> filters) {

    /** Copies the filters. */
    public EventQuery {
        filters = Filters.copy(filters);
    }

    /**
     * Returns a query for everything that happens from now on.
     *
     * @return without filters and without end
     */
    public static EventQuery fromNow() {
        return new EventQuery(null, null, Map.of());
    }

    /**
     * Returns a query for everything that happens from a moment on.
     *
     * @param moment when it begins, by the host's clock
     * @return without filters and without end
     */
    public static EventQuery from(Instant moment) {
        return new EventQuery(moment, null, Map.of());
    }

    /**
     * Returns a narrower query.
     *
     * @param name the filter, for example {@code type}, {@code container}, {@code event}
     * @param values any of which fits
     * @return the new query
     */
    public EventQuery with(String name, String... values) {
        return new EventQuery(since, until, Filters.with(filters, name, List.of(values)));
    }

    /**
     * Returns a query that ends.
     *
     * @param moment when, by the host's clock; in the past, the stream ends after what was
     * @return the new query
     */
    public EventQuery endingAt(Instant moment) {
        return new EventQuery(since, moment, filters);
    }
}
