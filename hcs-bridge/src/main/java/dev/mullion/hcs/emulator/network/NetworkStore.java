package dev.mullion.hcs.emulator.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Everything the network service knows, as documents of the second schema, kept in one file. */
final class NetworkStore {

    private static final String STATE = "State";

    private final Path file;
    private final Map<Thing, Map<UUID, ObjectNode>> things = new LinkedHashMap<>();

    /** What there is. */
    enum Thing {
        NETWORK,
        ENDPOINT,
        NAMESPACE
    }

    NetworkStore(Path file) {
        this.file = file;
        for (Thing thing : Thing.values()) {
            things.put(thing, new LinkedHashMap<>());
        }
        if (Files.exists(file)) {
            load();
        }
    }

    private void load() {
        try {
            ObjectNode all = Documents.read(Files.readString(file, StandardCharsets.UTF_8));
            for (Thing thing : Thing.values()) {
                for (JsonNode each : all.path(thing.name())) {
                    of(thing).put(Documents.guid(each.path("ID")), (ObjectNode) each);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The emulated networks can't be read", e);
        }
    }

    private Map<UUID, ObjectNode> of(Thing thing) {
        Map<UUID, ObjectNode> all = things.get(thing);
        if (all == null) {
            throw new IllegalStateException("There is nothing of the kind " + thing);
        }
        return all;
    }

    List<ObjectNode> all(Thing thing) {
        return List.copyOf(of(thing).values());
    }

    /** Every one but one. */
    List<ObjectNode> others(Thing thing, UUID id) {
        List<ObjectNode> others = new ArrayList<>();
        of(thing)
                .forEach((each, document) -> {
                    if (!each.equals(id)) {
                        others.add(document);
                    }
                });
        return others;
    }

    Optional<ObjectNode> find(Thing thing, UUID id) {
        return Optional.ofNullable(of(thing).get(id));
    }

    void put(Thing thing, UUID id, ObjectNode document) {
        of(thing).put(id, document);
        save();
    }

    Optional<ObjectNode> remove(Thing thing, UUID id) {
        ObjectNode gone = of(thing).remove(id);
        save();
        return Optional.ofNullable(gone);
    }

    static void state(ObjectNode document, EndpointState state) {
        document.put(STATE, state.number());
    }

    static EndpointState state(ObjectNode document) {
        return EndpointState.of(document.path(STATE).asInt(0));
    }

    /** Whole or not at all: the machine may lose its power at any time. */
    void save() {
        ObjectNode all = Documents.object();
        for (Thing thing : Thing.values()) {
            ArrayNode list = all.putArray(thing.name());
            of(thing).values().forEach(list::add);
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(next, all.toString(), StandardCharsets.UTF_8);
            Files.move(
                    next,
                    file,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("The emulated networks can't be kept", e);
        }
    }
}
