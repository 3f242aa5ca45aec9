package dev.mullion.hcs.emulator.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What makes a namespace, and what is in it. */
final class NamespaceRules {

    private static final Set<String> KNOWN =
            Set.of(
                    "ID",
                    "NamespaceId",
                    "Type",
                    "Resources",
                    "Owner",
                    "AdditionalParams",
                    "Health",
                    "SchemaVersion");
    private static final Set<String> TYPES = Set.of("Host", "HostDefault", "Guest", "GuestDefault");
    private static final String RESOURCES = "Resources";

    private NamespaceRules() {}

    static void check(ObjectNode namespace, int newestMinor) {
        Documents.requireKnown(namespace, KNOWN);
        Documents.requireVersion(namespace, newestMinor);
        if (namespace.has("Type") && !TYPES.contains(Documents.text(namespace, "Type"))) {
            throw HcnCode.INVALID_JSON.about("the type " + Documents.text(namespace, "Type"));
        }
        if (!namespace.path(RESOURCES).isEmpty()) {
            throw HcnCode.REQUEST_UNSUPPORTED.about("a new namespace with resources");
        }
    }

    /** Compartment 1 is the host's own. */
    static void complete(ObjectNode namespace, List<ObjectNode> others) {
        int highest = 1;
        for (ObjectNode other : others) {
            highest = Math.max(highest, other.path("NamespaceId").asInt(1));
        }
        namespace.put("NamespaceId", highest + 1);
        if (!namespace.has("Type")) {
            namespace.put("Type", "Host");
        }
        namespace.set(RESOURCES, Documents.array());
    }

    static void add(ObjectNode namespace, String type, String id) {
        ObjectNode resource = Documents.object().put("Type", type);
        resource.set("Data", Documents.object().put("ID", id));
        resources(namespace).add(resource);
    }

    static void remove(ObjectNode namespace, String type, String id) {
        ArrayNode kept = Documents.array();
        for (JsonNode each : resources(namespace)) {
            if (!is(each, type) || !Documents.text(each.path("Data"), "ID").equals(id)) {
                kept.add(each);
            }
        }
        namespace.set(RESOURCES, kept);
    }

    static List<UUID> endpoints(ObjectNode namespace) {
        List<UUID> endpoints = new ArrayList<>();
        for (JsonNode each : resources(namespace)) {
            if (is(each, "Endpoint")) {
                endpoints.add(Documents.guid(each.path("Data").path("ID")));
            }
        }
        return endpoints;
    }

    private static boolean is(JsonNode resource, String type) {
        return Documents.text(resource, "Type").equals(type);
    }

    private static ArrayNode resources(ObjectNode namespace) {
        return namespace.path(RESOURCES) instanceof ArrayNode array
                ? array
                : namespace.putArray(RESOURCES);
    }
}
