package dev.mullion.hcs.emulator.compute;

import dev.mullion.hcs.emulator.Ledger;
import dev.mullion.hcs.emulator.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The instances that hand service accounts to containers. One that nobody removes stays until the
 * service restarts, and counts as a leak.
 */
final class CredentialGuards {

    private static final String KIND = "credential guard instance";
    private static final int ALREADY_EXISTS = 183;

    private final Ledger ledger;
    private final Map<String, ObjectNode> instances = new LinkedHashMap<>();

    CredentialGuards(Ledger ledger) {
        this.ledger = ledger;
    }

    synchronized void change(JsonNode settings) {
        JsonNode details = settings.path("OperationDetails");
        String id = details.path("Id").asString("");
        if (id.isEmpty()) {
            throw Refusal.of(Codes.INVALID_JSON, "An instance has to have an Id.");
        }
        switch (settings.path("Operation").asString("")) {
            case "AddInstance" -> add(id, details);
            case "RemoveInstance" -> remove(id);
            default ->
                    throw Refusal.of(
                            Codes.INVALID_JSON, "Instances are added and removed, nothing else.");
        }
    }

    private void add(String id, JsonNode details) {
        String transport = details.path("Transport").asString("");
        if (!transport.equals("LRPC") && !transport.equals("HvSocket")) {
            throw Refusal.of(Codes.INVALID_JSON, "There is no transport '" + transport + "'.");
        }
        if (instances.containsKey(id)) {
            throw Refusal.win32(ALREADY_EXISTS, "There is an instance " + id + " already.");
        }
        ObjectNode instance = Json.object().put("Id", id);
        instance.putObject("CredentialGuard")
                .put("Cookie", UUID.randomUUID().toString().replace("-", ""))
                .put("RpcEndpoint", UUID.randomUUID().toString())
                .put("Transport", transport)
                .put("CredentialSpec", details.path("CredentialSpec").asString(""));
        if (transport.equals("HvSocket")) {
            instance.putObject("HvSocketConfig")
                    .put("ServiceId", UUID.randomUUID().toString())
                    .putObject("ServiceConfig")
                    .put("AllowWildcardBinds", true);
        }
        instances.put(id, instance);
        ledger.gave(KIND);
    }

    private void remove(String id) {
        if (instances.remove(id) == null) {
            throw Refusal.of(Codes.ELEMENT_NOT_FOUND, "There is no instance " + id + ".");
        }
        ledger.tookBack(KIND);
    }

    synchronized ArrayNode list() {
        ArrayNode list = Json.array();
        instances.values().forEach(instance -> list.add(instance.deepCopy()));
        return list;
    }

    /** A container may name only an instance that is there. */
    synchronized void check(String cookie) {
        boolean known =
                instances.values().stream()
                        .anyMatch(instance ->
                                instance.path("CredentialGuard")
                                        .path("Cookie")
                                        .asString("")
                                        .equals(cookie));
        if (!known) {
            throw Refusal.of(
                    Codes.ELEMENT_NOT_FOUND, "There is no credential guard instance like that.");
        }
    }

    /** The service died. */
    synchronized void forget() {
        instances.keySet().forEach(id -> ledger.tookBack(KIND));
        instances.clear();
    }
}
