package dev.mullion.engine.stream;

import dev.mullion.engine.container.ContainerView;
import dev.mullion.engine.event.Events;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells what clients do with running containers, with what every event of a container has. */
public final class ContainerHappenings {

    private final Events events;

    /** Tells them here. */
    public ContainerHappenings(Events events) {
        this.events = events;
    }

    /**
     * Tells one.
     *
     * @param action for example {@code attach}
     * @param more facts beside the container's labels, image and name
     */
    public void tell(ContainerView container, String action, Map<String, String> more) {
        Map<String, String> attributes = new LinkedHashMap<>(container.config().labels());
        attributes.putAll(more);
        attributes.put("image", container.config().image());
        attributes.put("name", container.name());
        events.publish("container", action, container.id().hex(), attributes);
    }
}
