package dev.mullion.engine.runtime;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a container may do. Each runtime takes away what the engine itself hasn't got.
 *
 * @param privileged everything the engine may do, and all devices
 * @param capAdd capabilities beside the default ones, for example {@code CAP_NET_ADMIN} or {@code
 *     ALL}
 * @param capDrop default capabilities it doesn't get
 * @param noNewPrivileges whether setuid programs gain nothing
 * @param seccompProfile null for the default one, {@code unconfined}, or the profile's JSON
 * @param maskedPaths paths that look empty; null for the default ones
 * @param readOnlyPaths paths that can't be written; null for the default ones
 * @param devices devices of the host it gets
 * @param deviceRules more device rules, for example {@code c 42:* rmw}
 */
public record SecuritySpec(
        boolean privileged,
        List<String> capAdd,
        List<String> capDrop,
        boolean noNewPrivileges,
        @Nullable String seccompProfile,
        @Nullable List<String> maskedPaths,
        @Nullable List<String> readOnlyPaths,
        List<Device> devices,
        List<String> deviceRules) {

    /** What root in a container has unless it is told otherwise; Docker's documented default. */
    public static final Set<String> USUAL_CAPABILITIES =
            Set.of(
                    "CAP_CHOWN",
                    "CAP_DAC_OVERRIDE",
                    "CAP_FSETID",
                    "CAP_FOWNER",
                    "CAP_MKNOD",
                    "CAP_NET_RAW",
                    "CAP_SETGID",
                    "CAP_SETUID",
                    "CAP_SETFCAP",
                    "CAP_SETPCAP",
                    "CAP_NET_BIND_SERVICE",
                    "CAP_SYS_CHROOT",
                    "CAP_KILL",
                    "CAP_AUDIT_WRITE");

    /**
     * A device of the host.
     *
     * @param host its path on the host
     * @param container its path inside
     * @param rights some of {@code rwm}
     */
    public record Device(String host, String container, String rights) {}
}
