package dev.mullion.hcs.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A container for vmcompute.dll: {@code ContainerConfig} of the v1 schema, in both isolations.
 *
 * @param systemType {@code Container}
 * @param name the id
 * @param owner by which the engine finds its own systems again
 * @param volumePath the mounted scratch's volume without a final backslash; null for Hyper-V
 * @param ignoreFlushesDuringBoot true: a faster first boot
 * @param layerFolderPath the scratch's folder; for Hyper-V the service attaches its disk itself, so
 *     the host must not
 * @param layers nearest parent first
 * @param processorCount processors, of the virtual machine for Hyper-V, or null
 * @param processorWeight relative share, or null
 * @param processorMaximum hundredths of a percent, or null
 * @param memoryMaximumInMB in MiB: a limit, or the virtual machine's memory for Hyper-V; or null
 * @param storageIopsMaximum operations a second, or null
 * @param storageBandwidthMaximum bytes a second, or null
 * @param hostName or null
 * @param credentials the JSON text of a credential spec, or null
 * @param mappedDirectories folders of the host, or null
 * @param mappedPipes named pipes of the host, or null
 * @param assignedDevices devices of the host, or null; never for Hyper-V
 * @param hvPartition true for Hyper-V
 * @param hvRuntime the utility VM; null for process isolation
 * @param endpointList endpoints that the service plugs in, or null
 * @param allowUnqualifiedDnsQuery whether short names are asked for, or null
 * @param dnsSearchList domains with commas between them, or null
 */
public record ContainerDocument(
        String systemType,
        String name,
        String owner,
        @Nullable String volumePath,
        boolean ignoreFlushesDuringBoot,
        String layerFolderPath,
        List<Layer> layers,
        @Nullable Integer processorCount,
        @Nullable Long processorWeight,
        @Nullable Long processorMaximum,
        @JsonProperty("MemoryMaximumInMB") @Nullable Long memoryMaximumInMB,
        @JsonProperty("StorageIOPSMaximum") @Nullable Long storageIopsMaximum,
        @Nullable Long storageBandwidthMaximum,
        @Nullable String hostName,
        @Nullable String credentials,
        @Nullable List<ComputeSystemDocument.MappedDirectory> mappedDirectories,
        @Nullable List<ComputeSystemDocument.MappedPipe> mappedPipes,
        @Nullable List<Device> assignedDevices,
        boolean hvPartition,
        @Nullable HvRuntime hvRuntime,
        @Nullable List<UUID> endpointList,
        @JsonProperty("AllowUnqualifiedDNSQuery") @Nullable Boolean allowUnqualifiedDnsQuery,
        @JsonProperty("DNSSearchList") @Nullable String dnsSearchList) {

    /**
     * Checks what the isolations exclude.
     *
     * @throws IllegalArgumentException if the members don't fit the isolation
     */
    public ContainerDocument {
        if (hvPartition && volumePath != null) {
            throw new IllegalArgumentException(
                    "With Hyper-V isolation the host doesn't mount the scratch: no volume path");
        }
        if (hvPartition && assignedDevices != null) {
            throw new IllegalArgumentException("Devices can't be assigned with Hyper-V isolation");
        }
        if (hvPartition != (hvRuntime != null)) {
            throw new IllegalArgumentException(
                    "Hyper-V isolation needs a utility VM, and only that does");
        }
        if (!hvPartition && (volumePath == null || volumePath.endsWith("\\"))) {
            throw new IllegalArgumentException(
                    "Process isolation needs a volume path without a final backslash, not "
                            + volumePath);
        }
    }

    /**
     * A layer beneath the scratch.
     *
     * @param id made of its folder's name by {@code NameToGuid}
     * @param path its folder
     */
    public record Layer(@JsonProperty("ID") UUID id, String path) {}

    /**
     * A device of the host.
     *
     * @param interfaceClassGuid its class
     */
    public record Device(UUID interfaceClassGuid) {}

    /**
     * The utility VM.
     *
     * @param imagePath the folder {@code UtilityVM} of the nearest layer that has one
     */
    public record HvRuntime(String imagePath) {}
}
