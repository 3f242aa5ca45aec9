package dev.mullion.security.guardrail;

import dev.mullion.security.Trust;
import java.util.List;

/** The rule sets that come with Mullion. */
public final class ReadyMade {

    private static final Among KEPT_ON_HOST =
            Among.of("json-file", "local", "none", "journald", "etwlogs");

    /** From the first port that needs no privileges on, and whatever the engine chooses. */
    private static final PortRanges UNPRIVILEGED =
            PortRanges.all(List.of(new PortRanges.Range(0, 0), new PortRanges.Range(1024, 65535)));

    private static final Policy NOTHING_OF_THE_HOST =
            Policy.EMPTY
                    .with(Rules.HOST_PATHS, HostFolders.NONE)
                    .with(Rules.NAMED_PIPES, Among.NONE)
                    .with(Rules.DEVICES, Among.NONE)
                    .with(Rules.CREDENTIAL_SPECS, Among.NONE);

    private static final Policy RESTRICTED_FLOOR =
            Policy.EMPTY
                    .with(Rules.ISOLATION, IsolationFloor.HYPERV_WHERE_OFFERED)
                    .with(Rules.USER, UserFloor.ADMINISTRATOR_WITH_HYPERV)
                    .with(Rules.PRIVILEGES, Privileges.BASELINE)
                    .with(Rules.VOLUMES, VolumeKinds.PLAIN)
                    .with(
                            Rules.NETWORKS,
                            Among.of("nat", "bridge", "overlay", AskedNetwork.CONTAINER))
                    .with(Rules.NETWORK_ADDRESSES, NetworkAddresses.AUTOMATIC)
                    .with(Rules.LOG_DRIVERS, KEPT_ON_HOST)
                    .with(Rules.LIMITS, Demands.of(LimitKind.MEMORY, LimitKind.PROCESSORS));

    private static final Policy HOSTILE_FLOOR =
            NOTHING_OF_THE_HOST
                    .with(Rules.ISOLATION, IsolationFloor.HYPERV)
                    .with(Rules.HOST_SHARING, Demands.of(Sharing.HYPERV))
                    .with(Rules.USER, UserFloor.ADMINISTRATOR_WITH_HYPERV)
                    .with(Rules.PRIVILEGES, Privileges.RESTRICTED)
                    .with(Rules.VOLUMES, VolumeKinds.PLAIN)
                    .with(Rules.NETWORKS, Among.of("nat", "bridge", "overlay"))
                    .with(Rules.NETWORK_OWNERS, NetworkOwners.OWN)
                    .with(Rules.NETWORK_ADDRESSES, NetworkAddresses.AUTOMATIC)
                    .with(Rules.LOG_DRIVERS, KEPT_ON_HOST)
                    .with(
                            Rules.LIMITS,
                            Demands.of(
                                    LimitKind.MEMORY,
                                    LimitKind.PROCESSORS,
                                    LimitKind.PROCESSES,
                                    LimitKind.STORAGE));

    private static final Policy TRUSTED =
            NOTHING_OF_THE_HOST
                    .with(Rules.PRIVILEGES, Privileges.BASELINE)
                    .with(Rules.VOLUMES, VolumeKinds.PLAIN)
                    .with(
                            Rules.NETWORKS,
                            Among.of(
                                    "nat",
                                    "bridge",
                                    "overlay",
                                    "l2bridge",
                                    "transparent",
                                    AskedNetwork.CONTAINER))
                    .with(Rules.HOST_PORTS, UNPRIVILEGED);

    private static final Policy RESTRICTED =
            NOTHING_OF_THE_HOST
                    .with(Rules.HOST_SHARING, Demands.of(Sharing.SAME_TRUST))
                    .with(Rules.HOST_PORTS, UNPRIVILEGED);

    private static final Policy HOSTILE =
            Policy.EMPTY
                    .with(Rules.USER, UserFloor.NO_ADMINISTRATOR)
                    .with(Rules.VOLUMES, VolumeKinds.OWN_STAGE)
                    .with(Rules.HOST_PORTS, PortRanges.NONE)
                    .with(Rules.IMAGE_PINNING, ImagePinning.DIGEST);

    private ReadyMade() {}

    /**
     * What nobody can loosen for tenants of a trust level. {@link Guardrail} adds it to whatever
     * policy it is given.
     */
    public static PolicyLevel floor(Trust trust) {
        return new PolicyLevel(
                Origin.builtIn(trust),
                switch (trust) {
                    case TRUSTED -> Policy.EMPTY;
                    case RESTRICTED -> RESTRICTED_FLOOR;
                    case HOSTILE -> HOSTILE_FLOOR;
                });
    }

    /**
     * What the platform says for tenants of a trust level until somebody writes something else
     * instead: that can allow more than this, but never more than {@link #floor}.
     */
    public static PolicyLevel usual(Trust trust) {
        return new PolicyLevel(
                Origin.platform(trust),
                switch (trust) {
                    case TRUSTED -> TRUSTED;
                    case RESTRICTED -> RESTRICTED;
                    case HOSTILE -> HOSTILE;
                });
    }
}
