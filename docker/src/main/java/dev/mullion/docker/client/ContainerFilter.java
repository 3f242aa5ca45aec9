package dev.mullion.docker.client;

import java.util.List;
import java.util.Map;

/**
 * Which containers a list holds.
 *
 * @param all whether also those that don't run
 * @param sizes whether with sizes, which takes the engine long
 * @param filters Docker's filters, for example {@code label} to {@code [team=qa]}
 */
public record ContainerFilter(boolean all, boolean sizes, Map<String, List<String>> filters) {

    /** Copies the filters. */
    public ContainerFilter {
        filters = Filters.copy(filters);
    }

    /**
     * Returns a filter that lets every container through.
     *
     * @return running and not, without sizes
     */
    public static ContainerFilter everything() {
        return new ContainerFilter(true, false, Map.of());
    }

    /**
     * Returns a filter that lets running containers through.
     *
     * @return without sizes
     */
    public static ContainerFilter running() {
        return new ContainerFilter(false, false, Map.of());
    }

    /**
     * Returns a narrower filter.
     *
     * @param name the filter, for example {@code label}, {@code name}, {@code status}, {@code id}
     * @param values any of which fits (labels: all of them)
     * @return the new filter
     */
    public ContainerFilter with(String name, String... values) {
        return new ContainerFilter(all, sizes, Filters.with(filters, name, List.of(values)));
    }
}
