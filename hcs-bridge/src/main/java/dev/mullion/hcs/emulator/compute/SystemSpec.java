package dev.mullion.hcs.emulator.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
 * @param layers the folders of its layers, nearest first
 * @param volume of its mounted scratch, or null
 * @param scratch folder of its scratch, or null where only the volume is told
 * @param utilityVm folder of its utility VM, or null
 * @param directories what it sees of the host's files
 * @param pipes what it sees of the host's pipes, by their names within
 * @param namespace its network, or null
 * @param endpoints plugged in directly
 * @param guardCookie of its credential guard instance, or null
 * @param memory limit or size in MiB; 0 for none
 */
record SystemSpec(
        String id,
        String owner,
        String type,
        boolean hyperV,
        boolean endsWithLastHandle,
        String hostName,
        List<String> layers,
        @Nullable String volume,
        @Nullable String scratch,
        @Nullable String utilityVm,
        List<MappedDirectory> directories,
        List<String> pipes,
        @Nullable String namespace,
        List<String> endpoints,
        @Nullable String guardCookie,
        long memory) {

    /** A folder or file of the host. */
    record MappedDirectory(String hostPath, String containerPath, boolean readOnly) {

        static MappedDirectory of(JsonNode node) {
            return new MappedDirectory(
                    node.path("HostPath").asString(""),
                    node.path("ContainerPath").asString(""),
                    node.path("ReadOnly").asBoolean(false));
        }
    }

    static SystemSpec second(String id, JsonNode document) {
        boolean machine = document.has("VirtualMachine");
        JsonNode container =
                document.has("HostedSystem")
                        ? document.path("HostedSystem").path("Container")
                        : document.path("Container");
        JsonNode storage = container.path("Storage");
        return new SystemSpec(
                id,
                document.path("Owner").asString(""),
                machine ? "VirtualMachine" : "Container",
                machine,
                document.path("ShouldTerminateOnLastHandleClosed").asBoolean(false),
                container.path("GuestOs").path("HostName").asString(hostName(id)),
                paths(storage.path("Layers")),
                text(storage.path("Path")),
                null,
                null,
                directories(container.path("MappedDirectories")),
                pipes(container.path("MappedPipes")),
                text(container.path("Networking").path("Namespace")),
                List.of(),
                text(container.path("ContainerCredentialGuard").path("Cookie")),
                container.path("Memory").path("SizeInMB").asLong(0));
    }

    static SystemSpec first(String id, JsonNode document) {
        return new SystemSpec(
                id,
                document.path("Owner").asString(""),
                "Container",
                document.path("HvPartition").asBoolean(false),
                document.path("TerminateOnLastHandleClosed").asBoolean(false),
                document.path("HostName").asString(hostName(id)),
                paths(document.path("Layers")),
                text(document.path("VolumePath")),
                text(document.path("LayerFolderPath")),
                text(document.path("HvRuntime").path("ImagePath")),
                directories(document.path("MappedDirectories")),
                pipes(document.path("MappedPipes")),
                null,
                texts(document.path("EndpointList")),
                null,
                document.path("MemoryMaximumInMB").asLong(0));
    }

    /** Windows takes the beginning of the id where no name is given. */
    private static String hostName(String id) {
        return id.length() > 12 ? id.substring(0, 12) : id;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() ? node.asString() : null;
    }

    private static List<String> texts(JsonNode texts) {
        return each(texts, (text, list) -> list.add(text.asString("")));
    }

    private static List<String> paths(JsonNode layers) {
        return each(layers, (layer, paths) -> paths.add(layer.path("Path").asString("")));
    }

    private static List<MappedDirectory> directories(JsonNode directories) {
        return each(directories, (directory, list) -> list.add(MappedDirectory.of(directory)));
    }

    private static List<String> pipes(JsonNode pipes) {
        return each(pipes, (pipe, names) -> names.add(pipe.path("ContainerPipeName").asString("")));
    }

    private static <T> List<T> each(
            JsonNode array, java.util.function.BiConsumer<JsonNode, List<T>> add) {
        List<T> list = new ArrayList<>();
        Consumer<JsonNode> one = node -> add.accept(node, list);
        array.forEach(one);
        return List.copyOf(list);
    }
}
