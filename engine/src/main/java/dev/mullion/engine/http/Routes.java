package dev.mullion.engine.http;

import dev.mullion.engine.EngineProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which endpoint answers which method and path. What isn't here doesn't exist. Paths are written
 * without the version: {@code /containers/{id}/json}; a variable stands for one segment, and {@code
 * {name...}} for one or more, as names of images have slashes. Where several fit, the one with more
 * fixed segments answers.
 */
public final class Routes {

    private static final Comparator<Route> MOST_FIXED_FIRST =
            Comparator.comparingInt(Route::fixed).reversed().thenComparing(Route::greedy);

    private final Map<String, List<Route>> byStart = new HashMap<>();
    private final List<Route> missing = new ArrayList<>();

    /** Answers GET. */
    public Routes get(String path, Endpoint endpoint) {
        return add("GET", path, endpoint);
    }

    /** Answers POST. */
    public Routes post(String path, Endpoint endpoint) {
        return add("POST", path, endpoint);
    }

    /** Answers PUT. */
    public Routes put(String path, Endpoint endpoint) {
        return add("PUT", path, endpoint);
    }

    /** Answers DELETE. */
    public Routes delete(String path, Endpoint endpoint) {
        return add("DELETE", path, endpoint);
    }

    /** Answers HEAD. */
    public Routes head(String path, Endpoint endpoint) {
        return add("HEAD", path, endpoint);
    }

    /** Answers every method that this server knows. */
    public Routes any(String path, Endpoint endpoint) {
        return get(path, endpoint)
                .post(path, endpoint)
                .put(path, endpoint)
                .delete(path, endpoint)
                .head(path, endpoint);
    }

    /**
     * Answers 501 with a reason where no other endpoint answers, whichever was added first.
     *
     * @param reason a sentence for the one who asked
     */
    public Routes notYet(String method, String path, String reason) {
        Route route =
                Route.of(
                        method,
                        path,
                        call -> {
                            throw EngineProblem.notImplemented(reason);
                        });
        missing.add(route);
        return this;
    }

    private Routes add(String method, String path, Endpoint endpoint) {
        Route route = Route.of(method, path, endpoint);
        List<Route> beside = byStart.computeIfAbsent(route.start(), start -> new ArrayList<>());
        if (beside.stream().anyMatch(route::sameAs)) {
            throw new IllegalArgumentException(method + " " + path + " has two endpoints");
        }
        beside.add(route);
        beside.sort(MOST_FIXED_FIRST);
        return this;
    }

    Optional<Match> find(String method, List<String> path) {
        return Stream.concat(
                        byStart.getOrDefault(path.getFirst(), List.of()).stream(), missing.stream())
                .flatMap(route -> route.match(method, path).stream())
                .findFirst();
    }

    /** An endpoint, and what its path's variables stand for. */
    record Match(Endpoint endpoint, Map<String, String> variables) {}
}
