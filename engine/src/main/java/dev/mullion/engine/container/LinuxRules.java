package dev.mullion.engine.container;

import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.runtime.SecuritySpec;
import dev.mullion.engine.settings.Allowance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a container may ask of Linux. */
final class LinuxRules implements SystemRules {

    private static final long USUAL_SHM = 64L << 20;

    @Override
    public List<Taken> taken(HostConfig asked) {
        return List.of(
                // before the plan of mounts, which tells whether a path of the host is there
                new Taken(
                        asked.mounts().stream().anyMatch(mount -> mount.type().equals("bind")),
                        Allowance.HOST_FILES,
                        HostBoundary.FILES),
                new Taken(asked.privileged(), Allowance.PRIVILEGED, "A privileged container"),
                new Taken(
                        "host".equals(asked.networkMode()),
                        Allowance.HOST_NETWORK,
                        "The host's network"),
                new Taken(
                        "host".equals(asked.pidMode()),
                        Allowance.HOST_PID,
                        "Seeing the host's processes"),
                new Taken(
                        "host".equals(asked.ipcMode()),
                        Allowance.HOST_IPC,
                        "Sharing memory with the host's processes"),
                new Taken(
                        "host".equals(asked.utsMode()),
                        Allowance.HOST_UTS,
                        "Sharing the host's name"),
                new Taken(
                        !asked.resources().devices().isEmpty()
                                || !asked.resources().deviceCgroupRules().isEmpty(),
                        Allowance.HOST_DEVICES,
                        "A device of the host"),
                new Taken(
                        !SecuritySpec.USUAL_CAPABILITIES.containsAll(
                                SecurityOptions.capabilities("CapAdd", asked.capAdd())),
                        Allowance.UNCONFINED,
                        "A capability that containers don't have by default"),
                new Taken(
                        SecurityOptions.of(asked.securityOpt(), new ArrayList<>()).seccompProfile()
                                != null,
                        Allowance.UNCONFINED,
                        "A container without this engine's rules for system calls"),
                new Taken(
                        asked.maskedPaths() != null || asked.readonlyPaths() != null,
                        Allowance.UNCONFINED,
                        "Reaching the kernel's own files in /proc and /sys"));
    }

    @Override
    public HostConfig checked(ContainerConfig config, HostConfig asked, List<String> warnings) {
        namespaces(config, asked);
        SecurityOptions.of(asked.securityOpt(), warnings);
        notOffered(asked);
        if (asked.shmSize() < 0) {
            throw EngineProblem.invalid("SHM size can not be less than 0");
        }
        sysctls(asked);
        return asked.toBuilder()
                .ipcMode(or(asked.ipcMode(), "private"))
                .shmSize(asked.shmSize() == 0 ? USUAL_SHM : asked.shmSize())
                .capAdd(SecurityOptions.capabilities("CapAdd", asked.capAdd()))
                .capDrop(SecurityOptions.capabilities("CapDrop", asked.capDrop()))
                .build();
    }

    @Override
    public SecurityOptions security(HostConfig container) {
        return SecurityOptions.of(container.securityOpt(), new ArrayList<>());
    }

    @Override
    public @Nullable String credentials(HostConfig container) {
        return null;
    }

    private static void namespaces(ContainerConfig config, HostConfig asked) {
        mode("PID", asked.pidMode(), Set.of("host"), true);
        mode("IPC", asked.ipcMode(), Set.of("host", "private", "shareable"), false);
        mode("UTS", asked.utsMode(), Set.of("host"), false);
        refuse("host".equals(asked.cgroupnsMode()), "The host's view of control groups");
        refuse(
                or(asked.ipcMode(), "").startsWith("container:"),
                "Shared memory of another container");
        mode("cgroup namespace", asked.cgroupnsMode(), Set.of("private"), false);
        mode("userns", asked.usernsMode(), Set.of("host"), false);
        boolean named = config.hostname() != null;
        if (named && "host".equals(asked.utsMode())) {
            throw EngineProblem.invalid("conflicting options: hostname and the UTS mode");
        }
        if (or(asked.networkMode(), "").startsWith("container:")) {
            SharedNetwork.check(config, asked);
        }
    }

    private static void mode(
            String what, @Nullable String mode, Set<String> known, boolean containers) {
        boolean fine =
                mode == null
                        || known.contains(mode)
                        || (containers
                                && mode.startsWith("container:")
                                && mode.length() > "container:".length());
        if (!fine) {
            throw EngineProblem.invalid("invalid " + what + " mode: " + mode);
        }
    }

    private static void notOffered(HostConfig asked) {
        refuse(asked.cgroup() != null, "A control group of another container");
        refuse(asked.oomScoreAdj() != 0, "An out-of-memory score");
        if (!asked.storageOpt().isEmpty()) {
            throw EngineProblem.invalid(
                    "--storage-opt is supported only for overlay over xfs with 'pquota' mount"
                            + " option");
        }
    }

    private static void refuse(boolean asked, String what) {
        if (asked) {
            throw EngineProblem.notImplemented(
                    what + " can't be had on this engine; leave it out of the request");
        }
    }

    private static void sysctls(HostConfig asked) {
        for (Map.Entry<String, String> sysctl : asked.sysctls().entrySet()) {
            String name = sysctl.getKey();
            boolean network = name.startsWith("net.");
            boolean ipc =
                    name.startsWith("fs.mqueue.")
                            || name.matches(
                                    "kernel\\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni"
                                            + "|shm_rmid_forced)");
            if (!name.matches("[a-z0-9_.-]+(/[a-z0-9_.-]+)*") || !(network || ipc)) {
                throw EngineProblem.invalid("sysctl '" + name + "' is not whitelisted");
            }
            if (network && "host".equals(asked.networkMode())) {
                throw EngineProblem.invalid(
                        "sysctl '" + name + "' not allowed in host network namespace");
            }
            if (ipc && "host".equals(asked.ipcMode())) {
                throw EngineProblem.invalid(
                        "sysctl '" + name + "' not allowed in host ipc namespace");
            }
        }
    }

    private static String or(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }
}
