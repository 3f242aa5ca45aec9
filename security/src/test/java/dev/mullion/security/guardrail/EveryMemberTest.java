package dev.mullion.security.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.api.ContainerConfig;
import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.CreateExec;
import dev.mullion.docker.api.EndpointSettings;
import dev.mullion.docker.api.HealthCheck;
import dev.mullion.docker.api.HostConfig;
import dev.mullion.docker.api.Mount;
import dev.mullion.docker.api.NetworkingConfig;
import dev.mullion.docker.api.PortBinding;
import dev.mullion.docker.api.Resources;
import dev.mullion.docker.api.RestartPolicy;
import dev.mullion.docker.api.UpdateContainer;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Each member of a request is judged, or said here to be harmless. A member that Docker adds to the
 * records fails this test until somebody has thought about it.
 */
class EveryMemberTest {

    /** Judged: by which rules, that the others here try out. */
    private static final Map<Class<?>, Set<String>> JUDGED =
            Map.of(
                    CreateContainer.class,
                    Set.of("config", "hostConfig", "networkingConfig"),
                    ContainerConfig.class,
                    Set.of("user", "exposedPorts", "image", "volumes", "macAddress", "labels"),
                    HostConfig.class,
                    Set.of(
                            "binds",
                            "logConfig",
                            "networkMode",
                            "portBindings",
                            "volumeDriver",
                            "volumesFrom",
                            "mounts",
                            "annotations",
                            "capAdd",
                            "capDrop",
                            "cgroupnsMode",
                            "groupAdd",
                            "ipcMode",
                            "cgroup",
                            "links",
                            "oomScoreAdj",
                            "pidMode",
                            "privileged",
                            "publishAllPorts",
                            "securityOpt",
                            "storageOpt",
                            "tmpfs",
                            "utsMode",
                            "usernsMode",
                            "sysctls",
                            "runtime",
                            "isolation",
                            "resources",
                            "maskedPaths",
                            "readonlyPaths"),
                    Resources.class,
                    Set.of(
                            "memory",
                            "nanoCpus",
                            "cgroupParent",
                            "cpuPeriod",
                            "cpuQuota",
                            "cpuRealtimePeriod",
                            "cpuRealtimeRuntime",
                            "devices",
                            "deviceCgroupRules",
                            "deviceRequests",
                            "memorySwap",
                            "oomKillDisable",
                            "pidsLimit",
                            "cpuCount",
                            "cpuPercent"),
                    Mount.class,
                    Set.of(
                            "type",
                            "source",
                            "target",
                            "readOnly",
                            "bindOptions",
                            "volumeOptions",
                            "tmpfsOptions"),
                    EndpointSettings.class,
                    Set.of(
                            "ipamConfig",
                            "links",
                            "aliases",
                            "macAddress",
                            "driverOpts",
                            "networkId",
                            "endpointId",
                            "gateway",
                            "ipAddress",
                            "ipPrefixLen",
                            "ipv6Gateway",
                            "globalIpv6Address",
                            "globalIpv6PrefixLen",
                            "dnsNames"),
                    CreateExec.class,
                    Set.of("privileged", "user"),
                    UpdateContainer.class,
                    Set.of("resources"));

    private static final Map<Class<?>, Set<String>> JUDGED_INNER =
            Map.of(
                    NetworkingConfig.class,
                    Set.of("endpointsConfig"),
                    PortBinding.class,
                    Set.of("hostIp", "hostPort"),
                    Mount.BindOptions.class,
                    Set.of("propagation"),
                    Mount.VolumeOptions.class,
                    Set.of("labels", "driverConfig", "subpath"),
                    Mount.DriverConfig.class,
                    Set.of("name", "options"),
                    Mount.TmpfsOptions.class,
                    Set.of("options"),
                    EndpointSettings.IpamConfig.class,
                    Set.of("ipv4Address", "ipv6Address", "linkLocalIps"),
                    HostConfig.LogConfig.class,
                    Set.of("type"),
                    Resources.DeviceMapping.class,
                    Set.of("pathOnHost"),
                    Resources.DeviceRequest.class,
                    Set.of("driver", "count", "deviceIds"));

    /** What these say stays inside the container, or takes something from it. */
    private static final Map<Class<?>, Set<String>> HARMLESS =
            Map.of(
                    ContainerConfig.class,
                    Set.of(
                            "hostname",
                            "domainname",
                            "attachStdin",
                            "attachStdout",
                            "attachStderr",
                            "tty",
                            "openStdin",
                            "stdinOnce",
                            "env",
                            "cmd",
                            "healthcheck",
                            "argsEscaped",
                            "workingDir",
                            "entrypoint",
                            "networkDisabled",
                            "onBuild",
                            "stopSignal",
                            "stopTimeout",
                            "shell"),
                    // the engine only repeats containerIdFile, the client wrote it
                    HostConfig.class,
                    Set.of(
                            "containerIdFile",
                            "restartPolicy",
                            "autoRemove",
                            "consoleSize",
                            "dns",
                            "dnsOptions",
                            "dnsSearch",
                            "extraHosts",
                            "readonlyRootfs",
                            "shmSize",
                            "init"),
                    // weights and rates only make it slower; the paths of disks name no content
                    Resources.class,
                    Set.of(
                            "cpuShares",
                            "blkioWeight",
                            "blkioWeightDevice",
                            "blkioDeviceReadBps",
                            "blkioDeviceWriteBps",
                            "blkioDeviceReadIops",
                            "blkioDeviceWriteIops",
                            "cpusetCpus",
                            "cpusetMems",
                            "kernelMemory",
                            "kernelMemoryTcp",
                            "memoryReservation",
                            "memorySwappiness",
                            "ulimits",
                            "ioMaximumIops",
                            "ioMaximumBandwidth"),
                    Mount.class,
                    Set.of("consistency"),
                    Mount.BindOptions.class,
                    Set.of(
                            "nonRecursive",
                            "createMountpoint",
                            "readOnlyNonRecursive",
                            "readOnlyForceRecursive"),
                    Mount.VolumeOptions.class,
                    Set.of("noCopy"),
                    Mount.TmpfsOptions.class,
                    Set.of("sizeBytes", "mode"),
                    EndpointSettings.class,
                    Set.of("gwPriority"),
                    CreateExec.class,
                    Set.of(
                            "detachKeys",
                            "consoleSize",
                            "attachStdin",
                            "attachStdout",
                            "attachStderr",
                            "tty",
                            "env",
                            "cmd",
                            "workingDir"),
                    UpdateContainer.class,
                    Set.of("restartPolicy"));

    private static final Map<Class<?>, Set<String>> HARMLESS_INNER =
            Map.of(
                    HostConfig.LogConfig.class,
                    Set.of("config"),
                    Resources.DeviceMapping.class,
                    Set.of("pathInContainer", "cgroupPermissions"),
                    Resources.DeviceRequest.class,
                    Set.of("capabilities", "options"),
                    RestartPolicy.class,
                    Set.of("name", "maximumRetryCount"),
                    HealthCheck.class,
                    Set.of(
                            "test",
                            "interval",
                            "timeout",
                            "retries",
                            "startPeriod",
                            "startInterval"),
                    Resources.Ulimit.class,
                    Set.of("name", "soft", "hard"),
                    Resources.WeightDevice.class,
                    Set.of("path", "weight"),
                    Resources.ThrottleDevice.class,
                    Set.of("path", "rate"));

    @Test
    void everyMemberIsJudgedOrSaidToBeHarmless() {
        Set<Class<?>> records = new HashSet<>();
        List.of(JUDGED, JUDGED_INNER, HARMLESS, HARMLESS_INNER)
                .forEach(table -> records.addAll(table.keySet()));

        for (Class<?> type : records) {
            assertThat(Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName))
                    .as(type.getSimpleName())
                    .containsExactlyInAnyOrderElementsOf(known(type));
        }
    }

    @Test
    void everyRecordInARequestIsInTheTable() {
        for (Class<?> type :
                List.of(CreateContainer.class, UpdateContainer.class, CreateExec.class)) {
            reached(type)
                    .forEach(inner -> assertThat(known(inner)).as(inner.getName()).isNotEmpty());
        }
    }

    private static Set<String> known(Class<?> type) {
        Set<String> known = new TreeSet<>();
        for (Map<Class<?>, Set<String>> table :
                List.of(JUDGED, JUDGED_INNER, HARMLESS, HARMLESS_INNER)) {
            known.addAll(table.getOrDefault(type, Set.of()));
        }
        return known;
    }

    private static Set<Class<?>> reached(Class<?> type) {
        Set<Class<?>> reached = new HashSet<>(Set.of(type));
        for (RecordComponent component : type.getRecordComponents()) {
            String generic = component.getGenericType().getTypeName();
            for (String name : generic.split("[<>, ]+", -1)) {
                if (name.startsWith("dev.mullion.docker.api.")) {
                    reached.addAll(reached(named(name)));
                }
            }
        }
        return reached;
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
