package dev.mullion.security.guardrail;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All rules there are. */
public final class Rules {

    /** How far apart from its host a container has to be. */
    public static final Rule<IsolationFloor> ISOLATION =
            new Rule<>(
                    "isolation",
                    "how far apart from its host a container has to be",
                    IsolationFloor.ANY,
                    Words.one(IsolationFloor.class),
                    IsolationFloor::check);

    /** With whom a host may be shared. */
    public static final Rule<Demands<Sharing>> HOST_SHARING =
            new Rule<>(
                    "hostSharing",
                    "what has to be so for a host to be shared with other tenants",
                    Demands.of(),
                    Words.list(Sharing.class),
                    Sharing::check);

    /** Which hosts may be used. */
    public static final Rule<HostChoice> HOSTS =
            new Rule<>(
                    "hosts",
                    "which hosts and pools may be used",
                    HostChoice.ANY,
                    HostChoice.NOTATION,
                    HostChoice::check);

    /** Who may run what is inside. */
    public static final Rule<UserFloor> USER =
            new Rule<>(
                    "user",
                    "who may run what is in a container",
                    UserFloor.ANY,
                    Words.one(UserFloor.class),
                    UserFloor::check);

    /** How much of the host's kernel a container may get at. */
    public static final Rule<Privileges> PRIVILEGES =
            new Rule<>(
                    "privileges",
                    "how much of the host's kernel a container may get at",
                    Privileges.OPEN,
                    Words.one(Privileges.class),
                    PrivilegeChecks::check);

    /** Which folders of the host may be mounted. */
    public static final Rule<HostFolders> HOST_PATHS =
            new Rule<>(
                    "hostPaths",
                    "which folders of the host may be mounted",
                    HostFolders.ANY,
                    HostFolders.NOTATION,
                    MountChecks::hostPaths);

    /** Which pipes of the host may be mounted. */
    public static final Rule<Among> NAMED_PIPES =
            new Rule<>(
                    "namedPipes",
                    "which named pipes of the host may be mounted",
                    Among.ANY,
                    Among.notation(PipeName::listed),
                    MountChecks::namedPipes);

    /** Which volumes may be mounted. */
    public static final Rule<VolumeKinds> VOLUMES =
            new Rule<>(
                    "volumes",
                    "which volumes may be mounted",
                    VolumeKinds.ANY,
                    Words.one(VolumeKinds.class),
                    MountChecks::volumes);

    /** Which devices may be used. */
    public static final Rule<Among> DEVICES =
            new Rule<>(
                    "devices",
                    "which devices of the host may be used",
                    Among.ANY,
                    Among.notation((_, text) -> DeviceChecks.name(text)),
                    DeviceChecks::devices);

    /** Which accounts of a domain may be used. */
    public static final Rule<Among> CREDENTIAL_SPECS =
            new Rule<>(
                    "credentialSpecs",
                    "which credential specs of the host may be used",
                    Among.ANY,
                    Among.notation((_, text) -> DeviceChecks.name(text)),
                    DeviceChecks::credentialSpecs);

    /** Which kinds of networks may be used. */
    public static final Rule<Among> NETWORKS =
            new Rule<>(
                    "networks",
                    "which kinds of networks may be used",
                    Among.ANY,
                    Among.notation((_, text) -> text),
                    NetworkChecks::networks);

    /** Whose networks may be used. */
    public static final Rule<NetworkOwners> NETWORK_OWNERS =
            new Rule<>(
                    "networkOwners",
                    "whose networks may be used",
                    NetworkOwners.ANY,
                    Words.one(NetworkOwners.class),
                    NetworkChecks::owners);

    /** Who chooses addresses. */
    public static final Rule<NetworkAddresses> NETWORK_ADDRESSES =
            new Rule<>(
                    "networkAddresses",
                    "who chooses addresses and names in a network",
                    NetworkAddresses.ANY,
                    Words.one(NetworkAddresses.class),
                    NetworkChecks::addresses);

    /** Which ports of the host may be taken. */
    public static final Rule<PortRanges> HOST_PORTS =
            new Rule<>(
                    "hostPorts",
                    "which ports of the host may be taken",
                    PortRanges.ANY,
                    PortRanges.NOTATION,
                    NetworkChecks::hostPorts);

    /** Which images may be used. */
    public static final Rule<Prefixes> IMAGES =
            new Rule<>(
                    "images",
                    "from which registries and repositories images may come",
                    Prefixes.ANY,
                    Prefixes.repositories(),
                    ImageChecks::images);

    /** How exactly an image has to be named. */
    public static final Rule<ImagePinning> IMAGE_PINNING =
            new Rule<>(
                    "imagePinning",
                    "how exactly an image has to be named",
                    ImagePinning.ANY,
                    Words.one(ImagePinning.class),
                    ImageChecks::pinning);

    /** Which limits have to be there. */
    public static final Rule<Demands<LimitKind>> LIMITS =
            new Rule<>(
                    "limits",
                    "which limits a container has to have",
                    Demands.of(),
                    Words.list(LimitKind.class),
                    LimitChecks::demands);

    /** Most memory, in bytes. */
    public static final Rule<Most> MEMORY =
            new Rule<>(
                    "memoryBytes",
                    "the most memory of a container, in bytes",
                    Most.ANY,
                    Most.notation(1),
                    LimitChecks::memory);

    /** Most processor time, in billionths of a processor. */
    public static final Rule<Most> PROCESSORS =
            new Rule<>(
                    "processors",
                    "the most processors of a container",
                    Most.ANY,
                    Most.notation(LimitChecks.NANOS),
                    LimitChecks::processors);

    /** Most processes. */
    public static final Rule<Most> PROCESSES =
            new Rule<>(
                    "processes",
                    "the most processes in a container, on Linux",
                    Most.ANY,
                    Most.notation(1),
                    LimitChecks::processes);

    /** Most storage, in bytes. */
    public static final Rule<Most> STORAGE =
            new Rule<>(
                    "storageBytes",
                    "the most bytes of a container's own files, on Windows",
                    Most.ANY,
                    Most.notation(1),
                    LimitChecks::storage);

    /** Longest life, in seconds. */
    public static final Rule<Most> LIFETIME =
            new Rule<>(
                    "lifetimeSeconds",
                    "how long a container may stay, in seconds",
                    Most.ANY,
                    Most.notation(1),
                    LimitChecks::lifetime);

    /** Where logs may go. */
    public static final Rule<Among> LOG_DRIVERS =
            new Rule<>(
                    "logDrivers",
                    "where a container's log may go",
                    Among.ANY,
                    Among.notation((_, text) -> text),
                    LabelChecks::logDriver);

    /** Always: labels of the portal's own. */
    static final Rule<Always> LABELS =
            always("labels", "labels that are the portal's own", LabelChecks::labels);

    /** Always: mounts that can't be understood. */
    static final Rule<Always> MOUNTS =
            always("mounts", "mounts that can't be understood", MountChecks::understood);

    /** Always: what belongs to an engine. */
    static final Rule<Always> ENGINE =
            always("engine", "the engine's own folders and pipes", MountChecks::engine);

    /** Always: what belongs to somebody else. */
    static final Rule<Always> FOREIGN =
            always("foreign", "what belongs to another tenant or nobody", ForeignChecks::check);

    /** Always: the image that is meant. */
    static final Rule<Always> IMAGE =
            always("image", "that the image is the one that is meant", ImageChecks::resolved);

    /** All of them. */
    public static final List<Rule<?>> ALL =
            List.of(
                    ISOLATION,
                    HOST_SHARING,
                    HOSTS,
                    USER,
                    PRIVILEGES,
                    HOST_PATHS,
                    NAMED_PIPES,
                    VOLUMES,
                    DEVICES,
                    CREDENTIAL_SPECS,
                    NETWORKS,
                    NETWORK_OWNERS,
                    NETWORK_ADDRESSES,
                    HOST_PORTS,
                    IMAGES,
                    IMAGE_PINNING,
                    LIMITS,
                    MEMORY,
                    PROCESSORS,
                    PROCESSES,
                    STORAGE,
                    LIFETIME,
                    LOG_DRIVERS,
                    LABELS,
                    MOUNTS,
                    ENGINE,
                    FOREIGN,
                    IMAGE);

    private static final Map<String, Rule<?>> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Rule::name, Function.identity()));

    private Rules() {}

    private static Rule<Always> always(String name, String meaning, Rule.Check<Always> check) {
        return new Rule<>(name, meaning, new Always(), Always.NOTATION, check);
    }

    /** Finds a rule by its name. */
    public static Optional<Rule<?>> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
