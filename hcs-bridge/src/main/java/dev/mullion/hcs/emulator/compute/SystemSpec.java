package dev.mullion.hcs.emulator.compute;

import tools.jackson.databind.JsonNode;

/**
 * A system as it was asked for, in either schema.
 *
 * @param id of the system
 * @param owner who made it
 * @param type {@code Container} or {@code VirtualMachine}
 * @param hyperV whether it is a virtual machine's
 * @param endsWithLastHandle whether it ends when nobody holds it
 * @param hostName its name within
 * @param document as it came
 */
record SystemSpec(
        String id,
        String owner,
        String type,
        boolean hyperV,
        boolean endsWithLastHandle,
        String hostName,
        JsonNode document) {

    static SystemSpec second(String id, JsonNode document) {
        return new SystemSpec(
                id,
                document.path("Owner").asString(""),
                document.has("VirtualMachine") ? "VirtualMachine" : "Container",
                document.has("VirtualMachine"),
                document.path("ShouldTerminateOnLastHandleClosed").asBoolean(false),
                document.path("Container").path("GuestOs").path("HostName").asString(id),
                document);
    }

    static SystemSpec first(String id, JsonNode document) {
        return new SystemSpec(
                id,
                document.path("Owner").asString(""),
                "Container",
                document.path("HvPartition").asBoolean(false),
                document.path("TerminateOnLastHandleClosed").asBoolean(false),
                document.path("HostName").asString(id),
                document);
    }
}
