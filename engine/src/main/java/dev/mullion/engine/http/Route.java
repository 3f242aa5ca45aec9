package dev.mullion.engine.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One method and path.
 *
 * @param segments what the path consists of; a variable is written {@code {name}}
 * @param many where the variable stands that takes several segments; -1 if there is none
 */
record Route(String method, List<String> segments, int many, Endpoint endpoint) {

    private static final String MANY = "...}";

    static Route of(String method, String path, Endpoint endpoint) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("The path " + path + " doesn't begin with /");
        }
        List<String> segments = List.of(path.substring(1).split("/", -1));
        int many = -1;
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).endsWith(MANY)) {
                if (many >= 0) {
                    throw new IllegalArgumentException(
                            path + " has two variables of many segments");
                }
                many = i;
            }
        }
        if (variable(segments.getFirst())) {
            throw new IllegalArgumentException(path + " begins with a variable");
        }
        return new Route(method, segments, many, endpoint);
    }

    String start() {
        return segments.getFirst();
    }

    int fixed() {
        return (int) segments.stream().filter(segment -> !variable(segment)).count();
    }

    boolean greedy() {
        return many >= 0;
    }

    boolean sameAs(Route other) {
        return method.equals(other.method) && shape().equals(other.shape());
    }

    private List<String> shape() {
        return segments.stream()
                .map(segment -> segment.endsWith(MANY) ? "**" : variable(segment) ? "*" : segment)
                .toList();
    }

    Optional<Routes.Match> match(String asked, List<String> path) {
        if (!method.equals(asked) || !sizeFits(path.size())) {
            return Optional.empty();
        }
        int extra = path.size() - segments.size();
        Map<String, String> variables = new HashMap<>();
        int at = 0;
        for (int i = 0; i < segments.size(); i++) {
            int end = at + (i == many ? extra + 1 : 1);
            if (!fits(segments.get(i), path.subList(at, end), variables)) {
                return Optional.empty();
            }
            at = end;
        }
        return Optional.of(new Routes.Match(endpoint, Map.copyOf(variables)));
    }

    private boolean sizeFits(int size) {
        return greedy() ? size >= segments.size() : size == segments.size();
    }

    private static boolean fits(
            String segment, List<String> values, Map<String, String> variables) {
        if (!variable(segment)) {
            return segment.equals(values.getFirst());
        }
        int end = segment.endsWith(MANY) ? segment.length() - MANY.length() : segment.length() - 1;
        variables.put(segment.substring(1, end), String.join("/", values));
        return true;
    }

    private static boolean variable(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }
}
