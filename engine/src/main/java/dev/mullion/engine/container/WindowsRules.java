package dev.mullion.engine.container;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.Resources.DeviceMapping;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.settings.Allowance;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a container may ask of Windows. */
final class WindowsRules implements SystemRules {

    private static final Pattern DEVICE =
            Pattern.compile(
                    "(class|interface-class)(/|://)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
                    Pattern.CASE_INSENSITIVE);

    private final CredentialSpecs credentials;

    WindowsRules(CredentialSpecs credentials) {
        this.credentials = credentials;
    }

    @Override
    public List<Taken> taken(HostConfig asked) {
        return List.of(
                new Taken(mounts(asked, "bind"), Allowance.HOST_FILES, HostBoundary.FILES),
                new Taken(mounts(asked, "npipe"), Allowance.HOST_FILES, HostBoundary.PIPES),
                new Taken(
                        !asked.resources().devices().isEmpty(),
                        Allowance.HOST_DEVICES,
                        "A device of the host"),
                new Taken(
                        CredentialSpecs.bringsItsOwn(asked.securityOpt()),
                        Allowance.UNCONFINED,
                        "An account of the domain that the request itself describes"));
    }

    private static boolean mounts(HostConfig asked, String type) {
        return asked.mounts().stream().anyMatch(mount -> mount.type().equals(type));
    }

    @Override
    public HostConfig checked(ContainerConfig config, HostConfig asked, List<String> warnings) {
        absent(asked);
        network(config, asked);
        devices(asked);
        credentials.read(asked.securityOpt());
        return asked;
    }

    @Override
    public SecurityOptions security(HostConfig container) {
        return SecurityOptions.NONE;
    }

    @Override
    public @Nullable String credentials(HostConfig container) {
        return credentials.read(container.securityOpt()).orElse(null);
    }

    private static void absent(HostConfig asked) {
        no(asked.privileged(), "--privileged");
        no(asked.readonlyRootfs(), "--read-only");
        no(!asked.capAdd().isEmpty(), "--cap-add");
        no(!asked.capDrop().isEmpty(), "--cap-drop");
        no(chosen(asked.pidMode()), "--pid");
        no(chosen(asked.ipcMode()), "--ipc");
        no(chosen(asked.utsMode()), "--uts");
        no(chosen(asked.usernsMode()), "--userns");
        no(chosen(asked.cgroupnsMode()), "--cgroupns");
        no(asked.cgroup() != null, "cgroup");
        no(!asked.groupAdd().isEmpty(), "--group-add");
        no(asked.oomScoreAdj() != 0, "--oom-score-adj");
        no(asked.shmSize() != 0, "--shm-size");
        no(!asked.sysctls().isEmpty(), "--sysctl");
        no(!asked.tmpfs().isEmpty(), "--tmpfs");
        no(Boolean.TRUE.equals(asked.init()), "--init");
        no(some(asked.maskedPaths()) || some(asked.readonlyPaths()), "masked or read-only paths");
        no(!asked.extraHosts().isEmpty(), "--add-host");
        if (!asked.storageOpt().isEmpty()) {
            throw EngineProblem.notImplemented(
                    "the size of a container's own disk can't be chosen on this engine; leave"
                            + " --storage-opt out of the request");
        }
    }

    private static void network(ContainerConfig config, HostConfig asked) {
        String mode = asked.networkMode() == null ? "" : asked.networkMode();
        no(mode.equals("host"), "--network host");
        if (mode.startsWith("container:")) {
            if (asked.isolation() == Isolation.HYPERV) {
                throw EngineProblem.invalid(
                        "invalid --network: the network of another container can't be used with"
                                + " Hyper-V isolation");
            }
            SharedNetwork.check(config, asked);
        }
        asked.portBindings().values().stream()
                .flatMap(List::stream)
                .map(binding -> binding.hostIp() == null ? "" : binding.hostIp())
                .filter(address -> !address.isEmpty() && !address.equals("0.0.0.0"))
                .findFirst()
                .ifPresent(address -> {
                    throw EngineProblem.invalid(
                            "Windows does not support host IP addresses in NAT settings: "
                                    + address);
                });
    }

    private static void devices(HostConfig asked) {
        for (DeviceMapping device : asked.resources().devices()) {
            if (asked.isolation() == Isolation.HYPERV) {
                throw EngineProblem.invalid(
                        "device assignment is not supported for Hyper-V containers");
            }
            if (!DEVICE.matcher(device.pathOnHost()).matches()) {
                throw EngineProblem.invalid(
                        "invalid --device: '"
                                + device.pathOnHost()
                                + "' isn't class/GUID, the only kind of device Windows assigns");
            }
        }
    }

    private static boolean chosen(@Nullable String mode) {
        return mode != null && !mode.isEmpty();
    }

    private static boolean some(@Nullable List<String> paths) {
        return paths != null && !paths.isEmpty();
    }

    private static void no(boolean asked, String what) {
        if (asked) {
            throw EngineProblem.invalid(
                    "invalid " + what + ": Windows does not support this feature");
        }
    }
}
