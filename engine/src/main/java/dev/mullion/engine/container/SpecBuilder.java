package dev.mullion.engine.container;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.Resources;
import dev.mullion.engine.runtime.ContainerSpec;
import dev.mullion.engine.runtime.MountSpec;
import dev.mullion.engine.runtime.NamespaceSpec;
import dev.mullion.engine.runtime.ProcessSpec;
import dev.mullion.engine.runtime.ResourceLimits;
import dev.mullion.engine.runtime.ResourceLimits.DeviceRate;
import dev.mullion.engine.runtime.RootFileSystem;
import dev.mullion.engine.runtime.SecuritySpec;
import dev.mullion.engine.runtime.TerminalSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Says in the runtime's words what a container is. */
final class SpecBuilder {

    private final Conventions conventions;
    private final ToLongFunction<String> processes;

    /**
     * Knows other containers.
     *
     * @param conventions of this host
     * @param processes finds the pid of a running container by its name or id
     */
    SpecBuilder(Conventions conventions, ToLongFunction<String> processes) {
        this.conventions = conventions;
        this.processes = processes;
    }

    /**
     * Builds the document for one start.
     *
     * @param network {@link NamespaceSpec#OWN}, {@link NamespaceSpec#HOST} or a pid
     * @param networkOf the container that has the network; null if it is its own, or the host's
     */
    ContainerSpec build(
            Definition container,
            RootFileSystem root,
            long network,
            @Nullable ContainerId networkOf,
            List<MountSpec> mounts,
            Path log) {
        ContainerConfig config = container.config();
        HostConfig host = container.hostConfig();
        return new ContainerSpec(
                process(container),
                root,
                host.readonlyRootfs(),
                mounts,
                limits(host.resources()),
                security(host),
                namespaces(host, network, networkOf),
                hostname(container),
                config.domainname() == null ? "" : config.domainname(),
                host.sysctls(),
                IsolationRule.isolation(host),
                ContainerSpec.Input.of(config.openStdin(), config.stdinOnce(), config.tty()),
                log,
                conventions.rules().credentials(host),
                Boolean.TRUE.equals(host.init()));
    }

    private ProcessSpec process(Definition container) {
        ContainerConfig config = container.config();
        List<Integer> size = container.hostConfig().consoleSize();
        boolean sized = size.size() == 2 && size.getFirst() > 0 && size.getLast() > 0;
        return new ProcessSpec(
                container.command(),
                conventions.commands().line(config),
                config.env(),
                container.directory(),
                config.user() == null ? "" : config.user(),
                container.hostConfig().groupAdd(),
                config.tty(),
                sized ? new TerminalSize(size.getFirst(), size.getLast()) : null,
                config.openStdin(),
                container.hostConfig().privileged());
    }

    private static String hostnameInside(Definition container) {
        String asked = container.config().hostname();
        return asked == null ? container.id().shortened() : asked;
    }

    private static String hostname(Definition container) {
        HostConfig host = container.hostConfig();
        boolean shared = "host".equals(host.utsMode());
        boolean hostsNetwork =
                "host".equals(host.networkMode()) && container.config().hostname() == null;
        return shared || hostsNetwork ? "" : hostnameInside(container);
    }

    private NamespaceSpec namespaces(
            HostConfig host, long network, @Nullable ContainerId networkOf) {
        return new NamespaceSpec(
                network,
                namespace(host.pidMode()),
                namespace(host.ipcMode()),
                namespace(host.utsMode()),
                host.shmSize(),
                networkOf);
    }

    private long namespace(@Nullable String mode) {
        if (mode == null) {
            return NamespaceSpec.OWN;
        }
        if (mode.equals("host")) {
            return NamespaceSpec.HOST;
        }
        return mode.startsWith("container:")
                ? processes.applyAsLong(mode.substring("container:".length()))
                : NamespaceSpec.OWN;
    }

    private SecuritySpec security(HostConfig host) {
        SecurityOptions options = conventions.rules().security(host);
        List<SecuritySpec.Device> devices =
                host.resources().devices().stream().map(SpecBuilder::device).toList();
        return new SecuritySpec(
                host.privileged(),
                host.capAdd(),
                host.capDrop(),
                options.noNewPrivileges(),
                options.seccompProfile(),
                host.maskedPaths(),
                host.readonlyPaths(),
                devices,
                host.resources().deviceCgroupRules());
    }

    private static SecuritySpec.Device device(Resources.DeviceMapping device) {
        return new SecuritySpec.Device(
                device.pathOnHost(),
                device.pathInContainer().isEmpty() ? device.pathOnHost() : device.pathInContainer(),
                device.cgroupPermissions().isEmpty() ? "rwm" : device.cgroupPermissions());
    }

    /** Says limits in the runtime's words. */
    static ResourceLimits limits(Resources resources) {
        Long pids = resources.pidsLimit();
        return new ResourceLimits(
                resources.memory(),
                resources.memorySwap(),
                resources.memoryReservation(),
                resources.nanoCpus(),
                resources.cpuShares(),
                resources.cpuPeriod(),
                resources.cpuQuota(),
                resources.cpuCount(),
                resources.cpuPercent(),
                resources.cpusetCpus() == null ? "" : resources.cpusetCpus(),
                resources.cpusetMems() == null ? "" : resources.cpusetMems(),
                pids == null ? 0 : pids,
                resources.blkioWeight(),
                rates(resources),
                resources.ioMaximumIops(),
                resources.ioMaximumBandwidth(),
                resources.ulimits().stream()
                        .map(limit ->
                                new ResourceLimits.Ulimit(limit.name(), limit.soft(), limit.hard()))
                        .toList(),
                Boolean.TRUE.equals(resources.oomKillDisable()));
    }

    private static List<DeviceRate> rates(Resources resources) {
        List<DeviceRate> rates = new ArrayList<>();
        add(rates, DeviceRate.Kind.READ_BYTES, resources.blkioDeviceReadBps());
        add(rates, DeviceRate.Kind.WRITE_BYTES, resources.blkioDeviceWriteBps());
        add(rates, DeviceRate.Kind.READ_OPERATIONS, resources.blkioDeviceReadIops());
        add(rates, DeviceRate.Kind.WRITE_OPERATIONS, resources.blkioDeviceWriteIops());
        return rates;
    }

    private static void add(
            List<DeviceRate> rates, DeviceRate.Kind kind, List<Resources.ThrottleDevice> devices) {
        devices.forEach(device -> rates.add(new DeviceRate(kind, device.path(), device.rate())));
    }
}
