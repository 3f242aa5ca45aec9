package dev.mullion.engine.system;

import dev.mullion.docker.api.EngineEvent;
import dev.mullion.engine.http.Filters;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which events somebody wants, by Docker's rules: alternatives in one filter, all filters at once.
 */
final class EventFilter {

    /** Kinds of objects whose filter takes the beginning of an id or a name. */
    private static final List<String> KINDS =
            List.of(
                    "daemon",
                    "container",
                    "plugin",
                    "volume",
                    "network",
                    "node",
                    "service",
                    "secret",
                    "config");

    private static final Set<String> KNOWN =
            Stream.concat(KINDS.stream(), Stream.of("image", "type", "event", "label", "scope"))
                    .collect(Collectors.toUnmodifiableSet());

    /** Actions that carry data behind a colon, and can be asked for without it. */
    private static final Set<String> WITH_DATA =
            Set.of("health_status", "exec_create", "exec_start");

    private final Filters filters;

    /**
     * Takes what was asked for.
     *
     * @throws dev.mullion.engine.EngineProblem if there is a filter that events don't have
     */
    EventFilter(Filters filters) {
        this.filters = filters.only(KNOWN);
    }

    boolean wants(EngineEvent event) {
        return action(event.action())
                && filters.matches("type", event.type())
                && filters.matches("scope", String.valueOf(event.scope()))
                && KINDS.stream().allMatch(kind -> actor(kind, event.actor()))
                && image(event)
                && filters.matchesLabels("label", event.actor().attributes());
    }

    private boolean action(String action) {
        return filters.all("event").stream().anyMatch(WITH_DATA::contains)
                ? filters.matchesPrefix("event", action)
                : filters.matches("event", action);
    }

    private boolean actor(String kind, EngineEvent.Actor actor) {
        return filters.matchesPrefix(kind, actor.id())
                || filters.matchesPrefix(kind, actor.attributes().getOrDefault("name", ""));
    }

    private boolean image(EngineEvent event) {
        String attribute = event.type().equals("image") ? "name" : "image";
        String name = event.actor().attributes().getOrDefault(attribute, "");
        String id = event.actor().id();
        return filters.matches("image", id)
                || filters.matches("image", name)
                || filters.matches("image", withoutTag(id))
                || filters.matches("image", withoutTag(name));
    }

    /** Leaves the port of a registry alone. */
    private static String withoutTag(String name) {
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }
}
