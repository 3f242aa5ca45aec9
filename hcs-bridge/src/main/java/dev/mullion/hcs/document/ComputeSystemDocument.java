package dev.mullion.hcs.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A process-isolated container for computecore.dll: {@code ComputeSystem} of the v2 schema.
 *
 * @param owner by which the engine finds its own systems again
 * @param schemaVersion that the document needs
 * @param shouldTerminateOnLastHandleClosed false, so that containers outlive the engine; whether
 *     they really do is UNVERIFIED
 * @param container what it is
 */
public record ComputeSystemDocument(
        String owner,
        SchemaVersion schemaVersion,
        boolean shouldTerminateOnLastHandleClosed,
        Container container) {

    /**
     * The container.
     *
     * @param guestOs its host name, or null
     * @param storage its layers
     * @param processor its share of processors, or null for no limit
     * @param memory its limit, or null for none
     * @param mappedDirectories folders and files of the host, or null
     * @param mappedPipes named pipes of the host, or null
     * @param networking its namespace, or null for no network
     * @param containerCredentialGuard its group-managed service account as the service answered for
     *     the added instance, or null
     * @param assignedDevices devices of the host, or null
     * @param registryChanges made in its registry before it starts, or null
     */
    public record Container(
            @Nullable GuestOs guestOs,
            Storage storage,
            @Nullable Processor processor,
            @Nullable Memory memory,
            @Nullable List<MappedDirectory> mappedDirectories,
            @Nullable List<MappedPipe> mappedPipes,
            @Nullable Networking networking,
            @Nullable CredentialGuard containerCredentialGuard,
            @Nullable List<AssignedDevice> assignedDevices,
            @Nullable RegistryChanges registryChanges) {}

    /**
     * The operating system inside.
     *
     * @param hostName safe for NetBIOS, up to 63 characters
     */
    public record GuestOs(String hostName) {}

    /**
     * The disks.
     *
     * @param layers nearest parent first, base last, without the scratch
     * @param path the mounted scratch's volume, ending in a backslash
     * @param qoS limits, or null for none
     */
    public record Storage(List<Layer> layers, String path, @Nullable QoS qoS) {

        /**
         * Checks the path.
         *
         * @throws IllegalArgumentException if it doesn't end in a backslash
         */
        public Storage {
            if (!path.endsWith("\\")) {
                throw new IllegalArgumentException(
                        "The scratch's volume path has to end in a backslash: " + path);
            }
        }
    }

    /**
     * A layer beneath the scratch.
     *
     * @param id made of its folder's name by {@code NameToGuid}
     * @param path its folder
     */
    public record Layer(UUID id, String path) {}

    /**
     * Limits of input and output.
     *
     * @param iopsMaximum operations a second, normalised to 8 KiB (unit UNVERIFIED), or null
     * @param bandwidthMaximum bytes a second, or null
     */
    public record QoS(@Nullable Long iopsMaximum, @Nullable Long bandwidthMaximum) {}

    /**
     * The share of processors: one of the three only.
     *
     * @param count processors, up to the host's
     * @param maximum hundredths of a percent of the whole host, 1 to 10000
     * @param weight relative share, 0 to 10000
     */
    public record Processor(
            @Nullable Integer count, @Nullable Long maximum, @Nullable Long weight) {

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if not exactly one is there, or it is out of range
         */
        public Processor {
            int given =
                    (count == null ? 0 : 1) + (maximum == null ? 0 : 1) + (weight == null ? 0 : 1);
            if (given != 1) {
                throw new IllegalArgumentException(
                        "Windows takes one of processor count, maximum and weight, not " + given);
            }
            if (count != null && count < 1) {
                throw new IllegalArgumentException("A processor count of " + count + " is below 1");
            }
            if (maximum != null && (maximum < 1 || maximum > 10_000)) {
                throw new IllegalArgumentException(
                        "A processor maximum of " + maximum + " isn't from 1 to 10000");
            }
            if (weight != null && (weight < 0 || weight > 10_000)) {
                throw new IllegalArgumentException(
                        "A processor weight of " + weight + " isn't from 0 to 10000");
            }
        }
    }

    /**
     * The limit of committed memory; allocations beyond it fail.
     *
     * @param sizeInMB in MiB
     */
    public record Memory(@JsonProperty("SizeInMB") long sizeInMB) {}

    /**
     * A folder or a file of the host.
     *
     * @param hostPath absolute, with symbolic links resolved
     * @param containerPath absolute, with a drive letter
     * @param readOnly whether the container can't write there
     */
    public record MappedDirectory(String hostPath, String containerPath, boolean readOnly) {}

    /**
     * A named pipe of the host.
     *
     * @param containerPipeName without {@code \\.\pipe\}
     * @param hostPath with it
     */
    public record MappedPipe(String containerPipeName, String hostPath) {}

    /**
     * The network.
     *
     * @param namespace with endpoints attached
     * @param allowUnqualifiedDnsQuery whether short names are asked for, or null
     * @param dnsSearchList domains with commas between them, or null
     */
    public record Networking(
            UUID namespace,
            @Nullable Boolean allowUnqualifiedDnsQuery,
            @Nullable String dnsSearchList) {}

    /**
     * Where the credentials of a group-managed service account come from: copied from the service's
     * answer.
     *
     * @param cookie of the instance
     * @param rpcEndpoint of the instance
     * @param transport {@code LRPC} or {@code HvSocket}
     * @param credentialSpec JSON text
     */
    public record CredentialGuard(
            @Nullable String cookie,
            @Nullable String rpcEndpoint,
            String transport,
            @Nullable String credentialSpec) {}

    /**
     * A device of the host.
     *
     * @param type {@code ClassGuid}, {@code DeviceInstance} or {@code GpuMirror}; null for builds
     *     below 18362, which don't know the member
     * @param interfaceClassGuid its class, or null
     * @param locationPath its place, or null
     */
    public record AssignedDevice(
            @Nullable String type,
            @Nullable UUID interfaceClassGuid,
            @Nullable String locationPath) {}

    /**
     * Changes of the registry.
     *
     * @param addValues values to set
     */
    public record RegistryChanges(List<RegistryValue> addValues) {

        /**
         * What lets processes end in their own time: without it Server Core kills them 5 seconds
         * after the signal to shut down.
         */
        public static final RegistryChanges PATIENT_SHUTDOWN =
                new RegistryChanges(
                        List.of(
                                new RegistryValue(
                                        new RegistryKey("System", "ControlSet001\\Control"),
                                        "WaitToKillServiceTimeout",
                                        "String",
                                        "2147483647",
                                        null)));
    }

    /**
     * A value.
     *
     * @param key where
     * @param name its name
     * @param type {@code String}, {@code DWord} and others
     * @param stringValue of the type String, or null
     * @param dWordValue of the type DWord, or null
     */
    public record RegistryValue(
            RegistryKey key,
            String name,
            String type,
            @Nullable String stringValue,
            @Nullable Long dWordValue) {}

    /**
     * A key.
     *
     * @param hive {@code System}, {@code Software} and others
     * @param name the path within it
     */
    public record RegistryKey(String hive, String name) {}
}
