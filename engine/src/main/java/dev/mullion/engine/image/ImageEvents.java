package dev.mullion.engine.image;

import dev.mullion.docker.ImageReference;
import dev.mullion.engine.event.Events;
import java.util.Map;
import java.util.TreeMap;

/** Tells what happens to images, with the attributes that Docker gives. */
final class ImageEvents {

    private static final String TYPE = "image";

    private final Events events;

    ImageEvents(Events events) {
        this.events = events;
    }

    /** Something was done to an image by its id. */
    void happened(String action, KnownImage image) {
        tell(action, image.id().toString(), image.id().toString(), image);
    }

    /** An image got a name. */
    void tagged(KnownImage image, ImageReference name) {
        tell("tag", image.id().toString(), name.familiar(), image);
    }

    /** An image came from a registry or went to one. */
    void moved(String action, KnownImage image, ImageReference name) {
        tell(action, name.familiar(), Names.familiarRepository(name), image);
    }

    void pruned(long bytes) {
        events.publish(TYPE, "prune", "", Map.of("reclaimed", Long.toString(bytes)));
    }

    private void tell(String action, String id, String name, KnownImage image) {
        Map<String, String> attributes = new TreeMap<>(image.config().config().labels());
        attributes.put("name", name);
        events.publish(TYPE, action, id, attributes);
    }
}
