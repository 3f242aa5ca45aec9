package dev.mullion.hcs.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the service answers about a system.
 *
 * @param id its id
 * @param systemType {@code Container} or {@code VirtualMachine}
 * @param owner who made it
 * @param runtimeId the GUID of its silo or partition
 * @param state {@code Created}, {@code Running}, {@code Paused}, {@code Stopped}, {@code
 *     SavedAsTemplate} or {@code Unknown}
 * @param stopped true after its end; null before
 * @param exitType how it ended, from schema 2.2 on; else null
 * @param isRuntimeTemplate true for a virtual machine kept for cloning, which holds its base layer
 *     open; first generation only
 * @param runtimeImagePath its utility VM's folder; first generation only
 * @param statistics if they were asked for
 * @param processList if it was asked for
 */
public record SystemProperties(
        @Nullable String id,
        @Nullable String systemType,
        @Nullable String owner,
        @Nullable String runtimeId,
        @Nullable String state,
        @Nullable Boolean stopped,
        @Nullable String exitType,
        @Nullable Boolean isRuntimeTemplate,
        @Nullable String runtimeImagePath,
        @Nullable Statistics statistics,
        @Nullable List<ProcessDetails> processList) {

    /**
     * Figures of a running system.
     *
     * @param timestamp when they were taken, ISO 8601
     * @param uptime100ns in steps of 100 ns
     * @param processor its use of processors
     * @param memory its use of memory
     * @param storage its use of disks
     */
    public record Statistics(
            @Nullable String timestamp,
            @JsonProperty("Uptime100ns") @Nullable Long uptime100ns,
            @Nullable ProcessorUse processor,
            @Nullable MemoryUse memory,
            @Nullable StorageUse storage) {}

    /**
     * Processor time in steps of 100 ns.
     *
     * @param totalRuntime100ns all
     * @param runtimeUser100ns in user mode
     * @param runtimeKernel100ns in the kernel
     */
    public record ProcessorUse(
            @JsonProperty("TotalRuntime100ns") @Nullable Long totalRuntime100ns,
            @JsonProperty("RuntimeUser100ns") @Nullable Long runtimeUser100ns,
            @JsonProperty("RuntimeKernel100ns") @Nullable Long runtimeKernel100ns) {}

    /**
     * Memory in bytes.
     *
     * @param memoryUsageCommitBytes committed
     * @param memoryUsageCommitPeakBytes the most that was committed
     * @param memoryUsagePrivateWorkingSetBytes resident and its own
     */
    public record MemoryUse(
            @Nullable Long memoryUsageCommitBytes,
            @Nullable Long memoryUsageCommitPeakBytes,
            @Nullable Long memoryUsagePrivateWorkingSetBytes) {}

    /**
     * What went to and from disks.
     *
     * @param readCountNormalized reads
     * @param readSizeBytes bytes read
     * @param writeCountNormalized writes
     * @param writeSizeBytes bytes written
     */
    public record StorageUse(
            @Nullable Long readCountNormalized,
            @Nullable Long readSizeBytes,
            @Nullable Long writeCountNormalized,
            @Nullable Long writeSizeBytes) {}

    /**
     * A process of the system.
     *
     * @param processId its number
     * @param imageName its program
     * @param createTimestamp ISO 8601
     * @param userTime100ns in steps of 100 ns
     * @param kernelTime100ns in steps of 100 ns
     * @param memoryWorkingSetPrivateBytes resident and its own
     */
    public record ProcessDetails(
            int processId,
            @Nullable String imageName,
            @Nullable String createTimestamp,
            @JsonProperty("UserTime100ns") @Nullable Long userTime100ns,
            @JsonProperty("KernelTime100ns") @Nullable Long kernelTime100ns,
            @Nullable Long memoryWorkingSetPrivateBytes) {}
}
