package dev.mullion.hcs.emulator.compute;

import dev.mullion.hcs.emulator.EmulatedHost;
import dev.mullion.hcs.emulator.Refusal;
import java.nio.file.Files;
import tools.jackson.databind.JsonNode;

/** Changes of a running system, by their paths. */
final class SystemChanges {

    /** The first build that changes the share of processors. */
    private static final int PROCESSORS_CHANGE = 19042;

    private final EmulatedHost host;

    SystemChanges(EmulatedHost host) {
        this.host = host;
    }

    void apply(EmulatedSystem system, JsonNode request) {
        String path = request.path("ResourcePath").asString("");
        String type = request.path("RequestType").asString("");
        JsonNode settings = request.path("Settings");
        switch (path) {
            case "Container/Memory/SizeInMB" -> memory(system, type, settings);
            case "Container/Processor" -> processor(type, settings);
            case "Container/MappedDirectories" -> directory(system, type, settings);
            case "Container/MappedPipes" -> {
                Shapes.MAPPED_PIPE.check(settings, "Settings", Integer.MAX_VALUE);
                require(type, "Add", "Remove");
            }
            case "Container/RegistryFlushState", "Container/Devices/Generic" ->
                    require(type, "Add", "Remove", "Update");
            default ->
                    throw Refusal.of(
                            Codes.INVALID_JSON, "Nothing can be changed at '" + path + "'.");
        }
    }

    private static void memory(EmulatedSystem system, String type, JsonNode settings) {
        require(type, "Update");
        if (!settings.isNumber() || settings.asLong() < 1) {
            throw Refusal.of(Codes.INVALID_JSON, "The memory has to be a number of MiB.");
        }
        system.limitMemory(settings.asLong());
    }

    private void processor(String type, JsonNode settings) {
        require(type, "Update");
        if (host.windows().build() < PROCESSORS_CHANGE) {
            throw Refusal.of(
                    Codes.NOT_SUPPORTED,
                    "Processors can't be changed before build " + PROCESSORS_CHANGE + ".");
        }
        Shapes.PROCESSOR.check(settings, "Settings", Integer.MAX_VALUE);
        SystemDocuments.checkProcessor(settings, "Count", "Maximum", "Weight");
    }

    private static void directory(EmulatedSystem system, String type, JsonNode settings) {
        require(type, "Add", "Remove");
        Shapes.MAPPED_DIRECTORY.check(settings, "Settings", Integer.MAX_VALUE);
        SystemSpec.MappedDirectory directory = SystemSpec.MappedDirectory.of(settings);
        if (type.equals("Remove")) {
            system.unmap(directory);
            return;
        }
        if (!Files.exists(ContainerDisk.path(directory.hostPath()))) {
            throw Refusal.of(
                    Codes.FILE_NOT_FOUND, "There is nothing at " + directory.hostPath() + ".");
        }
        system.map(directory);
    }

    private static void require(String type, String... right) {
        for (String one : right) {
            if (one.equals(type)) {
                return;
            }
        }
        throw Refusal.of(Codes.INVALID_JSON, "That can't be changed by '" + type + "'.");
    }
}
