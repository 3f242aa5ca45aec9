package dev.mullion.hcs.emulator.compute;

import static dev.mullion.hcs.emulator.compute.Shape.ANY;
import static dev.mullion.hcs.emulator.compute.Shape.FLAG;
import static dev.mullion.hcs.emulator.compute.Shape.NUMBER;
import static dev.mullion.hcs.emulator.compute.Shape.TEXT;
import static dev.mullion.hcs.emulator.compute.Shape.TEXTS;
import static dev.mullion.hcs.emulator.compute.Shape.list;
import static dev.mullion.hcs.emulator.compute.Shape.object;

/** The documents of the service as Microsoft's schema reference lists their members. */
final class Shapes {

    private static final Shape VERSION = object("Major", NUMBER, "Minor", NUMBER);

    static final Shape PROCESSOR = object("Count", NUMBER, "Maximum", NUMBER, "Weight", NUMBER);

    static final Shape MAPPED_DIRECTORY =
            object(
                    "HostPath", TEXT,
                    "HostPathType", TEXT,
                    "ContainerPath", TEXT,
                    "ReadOnly", FLAG,
                    "SupportCloudFiles@3", FLAG);

    static final Shape MAPPED_PIPE =
            object("ContainerPipeName", TEXT, "HostPath", TEXT, "HostPathType", TEXT);

    private static final Shape REGISTRY_KEY = object("Hive", TEXT, "Name", TEXT, "Volatile", FLAG);

    private static final Shape REGISTRY =
            object(
                    "AddValues",
                    list(
                            object(
                                    "Key", REGISTRY_KEY,
                                    "Name", TEXT,
                                    "Type", TEXT,
                                    "StringValue", TEXT,
                                    "BinaryValue", TEXT,
                                    "DWordValue", NUMBER,
                                    "QWordValue", NUMBER,
                                    "CustomType", NUMBER)),
                    "DeleteKeys",
                    list(REGISTRY_KEY));

    private static final Shape STORAGE =
            object(
                    "Layers",
                            list(object("Id", TEXT, "Path", TEXT, "PathType", TEXT, "Cache", TEXT)),
                    "Path", TEXT,
                    "QoS", object("IopsMaximum", NUMBER, "BandwidthMaximum", NUMBER));

    private static final Shape CONTAINER =
            object(
                    "GuestOs", object("HostName", TEXT),
                    "Storage", STORAGE,
                    "MappedDirectories", list(MAPPED_DIRECTORY),
                    "MappedPipes", list(MAPPED_PIPE),
                    "Memory", object("SizeInMB", NUMBER),
                    "Processor", PROCESSOR,
                    "Networking",
                            object(
                                    "AllowUnqualifiedDnsQuery", FLAG,
                                    "DnsSearchList", TEXT,
                                    "NetworkSharedContainerName", TEXT,
                                    "Namespace", TEXT,
                                    "NetworkAdapters", list(TEXT)),
                    "HvSocket", ANY,
                    "ContainerCredentialGuard",
                            object(
                                    "Cookie", TEXT,
                                    "RpcEndpoint", TEXT,
                                    "Transport", TEXT,
                                    "CredentialSpec", TEXT),
                    "RegistryChanges", REGISTRY,
                    "AssignedDevices",
                            list(
                                    object(
                                            "Type@2", TEXT,
                                            "InterfaceClassGuid", TEXT,
                                            "LocationPath@2", TEXT)),
                    "AdditionalDeviceNamespace@3", ANY,
                    "IsolationType@6", TEXT);

    /** {@code ComputeSystem} of the second schema. */
    static final Shape COMPUTE_SYSTEM =
            object(
                    "Owner", TEXT,
                    "SchemaVersion", VERSION,
                    "HostingSystemId", TEXT,
                    "HostedSystem", ANY,
                    "Container", CONTAINER,
                    "VirtualMachine", ANY,
                    "ShouldTerminateOnLastHandleClosed", FLAG);

    /** {@code ContainerConfig} of the first schema. */
    static final Shape CONTAINER_CONFIG =
            object(
                    "SystemType", TEXT,
                    "Name", TEXT,
                    "Owner", TEXT,
                    "VolumePath", TEXT,
                    "IgnoreFlushesDuringBoot", FLAG,
                    "LayerFolderPath", TEXT,
                    "Layers", list(object("ID", TEXT, "Path", TEXT)),
                    "Credentials", TEXT,
                    "ProcessorCount", NUMBER,
                    "ProcessorWeight", NUMBER,
                    "ProcessorMaximum", NUMBER,
                    "StorageIOPSMaximum", NUMBER,
                    "StorageBandwidthMaximum", NUMBER,
                    "StorageSandboxSize", NUMBER,
                    "MemoryMaximumInMB", NUMBER,
                    "HostName", TEXT,
                    "MappedDirectories",
                            list(
                                    object(
                                            "HostPath", TEXT,
                                            "ContainerPath", TEXT,
                                            "ReadOnly", FLAG,
                                            "BandwidthMaximum", NUMBER,
                                            "IOPSMaximum", NUMBER,
                                            "CreateInUtilityVM", FLAG)),
                    "MappedPipes", list(object("HostPath", TEXT, "ContainerPipeName", TEXT)),
                    "HvPartition", FLAG,
                    "NetworkSharedContainerName", TEXT,
                    "EndpointList", list(TEXT),
                    "HvRuntime",
                            object(
                                    "ImagePath", TEXT,
                                    "SkipTemplate", FLAG,
                                    "LinuxInitrdFile", TEXT,
                                    "LinuxKernelFile", TEXT,
                                    "LinuxBootParameters", TEXT),
                    "Servicing", FLAG,
                    "AllowUnqualifiedDNSQuery", FLAG,
                    "DNSSearchList", TEXT,
                    "ContainerType", TEXT,
                    "TerminateOnLastHandleClosed", FLAG,
                    "MappedVirtualDisks", ANY,
                    "AssignedDevices", list(object("InterfaceClassGuid", TEXT)));

    /** {@code ProcessParameters}, the same in both. */
    static final Shape PROCESS =
            object(
                    "ApplicationName", TEXT,
                    "CommandLine", TEXT,
                    "CommandArgs", list(TEXT),
                    "User", TEXT,
                    "WorkingDirectory", TEXT,
                    "Environment", TEXTS,
                    "RestrictedToken", FLAG,
                    "EmulateConsole", FLAG,
                    "CreateStdInPipe", FLAG,
                    "CreateStdOutPipe", FLAG,
                    "CreateStdErrPipe", FLAG,
                    "ConsoleSize", list(NUMBER),
                    "UseExistingLogin", FLAG,
                    "UseLegacyConsole", FLAG);

    /** {@code ProcessModifyRequest}. */
    static final Shape PROCESS_CHANGE =
            object(
                    "Operation", TEXT,
                    "ConsoleSize", object("Height", NUMBER, "Width", NUMBER),
                    "CloseHandle", object("Handle", TEXT));

    /** {@code SignalProcessOptions}. */
    static final Shape SIGNAL = object("Signal", TEXT);

    /** {@code SystemQuery}. */
    static final Shape SYSTEM_QUERY =
            object(
                    "Ids", list(TEXT),
                    "Names", list(TEXT),
                    "Types", list(TEXT),
                    "Owners", list(TEXT));

    /** {@code PropertyQuery}. */
    static final Shape PROPERTY_QUERY = object("PropertyTypes", list(TEXT), "Queries@5", ANY);

    /** {@code ModifySettingRequest}. */
    static final Shape CHANGE =
            object(
                    "ResourcePath", TEXT,
                    "RequestType", TEXT,
                    "Settings", ANY,
                    "GuestRequest", ANY);

    /** {@code ModificationRequest} of the service. */
    static final Shape SERVICE_CHANGE = object("PropertyType", TEXT, "Settings", ANY);

    private Shapes() {}
}
