package dev.mullion.engine.container;

import dev.mullion.engine.event.Events;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells what happens to containers: each with its image, its name and its labels. */
final class ContainerEvents {

    private final Events events;

    ContainerEvents(Events events) {
        this.events = events;
    }

    void tell(Definition container, String action) {
        tell(container, action, Map.of());
    }

    void tell(Definition container, String action, Map<String, String> more) {
        Map<String, String> attributes = new LinkedHashMap<>(container.config().labels());
        attributes.putAll(more);
        attributes.put("image", container.config().image());
        attributes.put("name", container.name());
        events.publish("container", action, container.id().hex(), attributes);
    }

    /** All unused containers were removed. */
    void pruned(long bytes) {
        events.publish("container", "prune", "", Map.of("reclaimed", Long.toString(bytes)));
    }
}
