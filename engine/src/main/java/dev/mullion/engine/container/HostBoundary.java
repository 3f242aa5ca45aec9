package dev.mullion.engine.container;

import dev.mullion.docker.api.HostConfig;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.runtime.SecuritySpec;
import dev.mullion.engine.settings.Allowance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Set;

/**
 * What stands between a container and its host, and which of it may be taken away here. It is asked
 * when a container is made, and again at each start: what was allowed once may not be any more.
 */
final class HostBoundary {

    private static final String FILES = "Mounting a file or folder of the host";

    private final Set<Allowance> allowed;

    HostBoundary(Set<Allowance> allowed) {
        this.allowed = allowed;
    }

    /**
     * Checks a container that is about to start.
     *
     * @throws EngineProblem 403, saying what would have to be allowed
     */
    void check(Definition container) {
        check(container.hostConfig());
        check(container.mounts());
    }

    void check(HostConfig asked) {
        // before the plan of mounts, which tells whether a path of the host is there
        need(
                asked.mounts().stream().anyMatch(mount -> mount.type().equals("bind")),
                Allowance.HOST_FILES,
                FILES);
        need(asked.privileged(), Allowance.PRIVILEGED, "A privileged container");
        need("host".equals(asked.networkMode()), Allowance.HOST_NETWORK, "The host's network");
        need("host".equals(asked.pidMode()), Allowance.HOST_PID, "Seeing the host's processes");
        need(
                "host".equals(asked.ipcMode()),
                Allowance.HOST_IPC,
                "Sharing memory with the host's processes");
        need("host".equals(asked.utsMode()), Allowance.HOST_UTS, "Sharing the host's name");
        need(
                !asked.resources().devices().isEmpty()
                        || !asked.resources().deviceCgroupRules().isEmpty(),
                Allowance.HOST_DEVICES,
                "A device of the host");
        need(
                !SecuritySpec.USUAL_CAPABILITIES.containsAll(
                        SecurityOptions.capabilities("CapAdd", asked.capAdd())),
                Allowance.UNCONFINED,
                "A capability that containers don't have by default");
        need(
                SecurityOptions.of(asked.securityOpt(), new ArrayList<>()).seccompProfile() != null,
                Allowance.UNCONFINED,
                "A container without this engine's rules for system calls");
        need(
                asked.maskedPaths() != null || asked.readonlyPaths() != null,
                Allowance.UNCONFINED,
                "Reaching the kernel's own files in /proc and /sys");
    }

    void check(Collection<PlannedMount> mounts) {
        need(
                mounts.stream().anyMatch(mount -> mount.kind() == PlannedMount.Kind.BIND),
                Allowance.HOST_FILES,
                FILES);
    }

    private void need(boolean asked, Allowance allowance, String what) {
        if (asked && !allowance.isIn(allowed)) {
            throw EngineProblem.forbidden(allowance.refusal(what));
        }
    }
}
