package dev.mullion.hcs.emulator.compute;

import dev.mullion.hcs.emulator.Refusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Checks what a document says by itself, before anything is looked up. */
final class SystemDocuments {

    private static final int PROCESSOR_MAXIMUM = 10_000;

    private SystemDocuments() {}

    /** Reads a {@code ComputeSystem} of the second schema. */
    static SystemSpec second(String id, @Nullable String text, int minor) {
        JsonNode document = Json.read(text);
        Shapes.COMPUTE_SYSTEM.check(document, "", minor);
        checkVersion(document.path("SchemaVersion"), minor);
        int kinds = 0;
        for (String kind : new String[] {"Container", "VirtualMachine", "HostedSystem"}) {
            kinds += document.has(kind) ? 1 : 0;
        }
        require(
                kinds == 1,
                "The document has to say one of Container, VirtualMachine and HostedSystem.");
        require(
                document.has("HostedSystem") == document.has("HostingSystemId"),
                "HostedSystem and HostingSystemId go together.");
        JsonNode container = document.path("Container");
        checkProcessor(container.path("Processor"), "Count", "Maximum", "Weight");
        JsonNode path = container.path("Storage").path("Path");
        if (path.isString() && !path.asString().endsWith("\\")) {
            throw Refusal.of(
                    Codes.INVALID_ARGUMENT, "The volume's path has to end in a backslash.");
        }
        require(
                !container.has("Storage") || !container.path("Storage").path("Layers").isEmpty(),
                "A container has to have layers.");
        return SystemSpec.second(id, document);
    }

    /** Reads a {@code ContainerConfig} of the first schema. */
    static SystemSpec first(String id, @Nullable String text, int minor) {
        JsonNode document = Json.read(text);
        Shapes.CONTAINER_CONFIG.check(document, "", minor);
        require(
                document.path("SystemType").asString("").equals("Container"),
                "The system's type has to be Container.");
        require(!document.path("Layers").isEmpty(), "A container has to have layers.");
        boolean hyperV = document.path("HvPartition").asBoolean(false);
        if (!hyperV) {
            // of a virtual machine the count is its size, and the others its share
            checkProcessor(document, "ProcessorCount", "ProcessorMaximum", "ProcessorWeight");
        }
        String volume = document.path("VolumePath").asString("");
        if (hyperV != volume.isEmpty() || volume.endsWith("\\")) {
            throw Refusal.of(
                    Codes.INVALID_ARGUMENT,
                    "Process isolation wants a volume's path without a final backslash, Hyper-V"
                            + " isolation none.");
        }
        require(
                hyperV == document.has("HvRuntime"),
                "Hyper-V isolation wants a utility VM, and only that.");
        require(!hyperV || !document.has("AssignedDevices"), "Hyper-V isolation takes no devices.");
        return SystemSpec.first(id, document);
    }

    private static void checkVersion(JsonNode version, int minor) {
        int askedMajor = version.path("Major").asInt(0);
        int askedMinor = version.path("Minor").asInt(0);
        require(
                askedMajor == 2 && askedMinor <= minor,
                "Schema "
                        + askedMajor
                        + "."
                        + askedMinor
                        + " isn't known here; the newest is 2."
                        + minor
                        + ".");
    }

    static void checkProcessor(JsonNode node, String count, String maximum, String weight) {
        int given = 0;
        for (String one : new String[] {count, maximum, weight}) {
            given += node.has(one) ? 1 : 0;
        }
        if (given > 1) {
            throw Refusal.of(
                    Codes.INVALID_ARGUMENT,
                    "Only one of " + count + ", " + maximum + " and " + weight + " can be given.");
        }
        if (node.has(maximum)) {
            int value = node.path(maximum).asInt(0);
            require(
                    value >= 1 && value <= PROCESSOR_MAXIMUM,
                    maximum + " has to be from 1 to " + PROCESSOR_MAXIMUM + ".");
        }
    }

    private static void require(boolean right, String sentence) {
        if (!right) {
            throw Refusal.of(Codes.INVALID_JSON, sentence);
        }
    }
}
