package dev.mullion.hcs.document;

import java.util.Map;

/**
 * A change of a running container of the second generation.
 *
 * @param resourcePath what changes
 * @param requestType {@code Add}, {@code Remove} or {@code Update}
 * @param settings a number or a record, as the resource wants it
 */
public record Modification(String resourcePath, String requestType, Object settings) {

    /**
     * Changes the limit of memory.
     *
     * @param megabytes in MiB
     * @return the request
     */
    public static Modification memory(long megabytes) {
        return new Modification("Container/Memory/SizeInMB", "Update", megabytes);
    }

    /**
     * Changes the share of processors; from build 19042 on.
     *
     * @param processor the share
     * @return the request
     */
    public static Modification processor(ComputeSystemDocument.Processor processor) {
        return new Modification("Container/Processor", "Update", processor);
    }

    /**
     * Adds a folder or a file.
     *
     * @param directory which
     * @return the request
     */
    public static Modification mount(ComputeSystemDocument.MappedDirectory directory) {
        return new Modification("Container/MappedDirectories", "Add", directory);
    }

    /**
     * Adds a named pipe.
     *
     * @param pipe which
     * @return the request
     */
    public static Modification pipe(ComputeSystemDocument.MappedPipe pipe) {
        return new Modification("Container/MappedPipes", "Add", pipe);
    }

    /**
     * Lets the registry be written to disk, or not.
     *
     * @param enabled whether
     * @return the request
     */
    public static Modification registryFlush(boolean enabled) {
        return new Modification(
                "Container/RegistryFlushState", "Update", Map.of("Enabled", enabled));
    }
}
