package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mullion.docker.Isolation;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a host is and has ({@code GET /info}).
 *
 * @param id the engine's own id
 * @param name the host's name
 * @param serverVersion the engine's version
 * @param containers how many containers there are
 * @param containersRunning how many of them run
 * @param containersPaused how many are paused
 * @param containersStopped how many are stopped
 * @param images how many images there are
 * @param driver the storage driver, for example {@code overlay2} or {@code windowsfilter}
 * @param driverStatus facts of the storage driver as pairs of name and value
 * @param plugins what the engine offers for volumes, networks and logs
 * @param dockerRootDir where the engine keeps its data
 * @param loggingDriver the log driver of containers that don't choose one
 * @param cgroupDriver how cgroups are managed, on Linux
 * @param cgroupVersion {@code 1} or {@code 2}, on Linux
 * @param kernelVersion the kernel
 * @param operatingSystem the operating system as people name it
 * @param osVersion its version; on Windows four numbers
 * @param osType {@code linux} or {@code windows}
 * @param architecture the processor as the kernel names it, for example {@code x86_64}
 * @param cpus how many processors
 * @param memTotal memory in bytes
 * @param memoryLimit whether containers' memory can be limited
 * @param swapLimit whether their swap can be limited
 * @param cpuCfsQuota whether their processor time can be limited
 * @param cpuCfsPeriod whether the period of that limit can be chosen
 * @param cpuShares whether weights of processor time are kept
 * @param cpuSet whether processors can be chosen
 * @param oomKillDisable whether killing for lack of memory can be turned off
 * @param ipv4Forwarding whether the host passes packets on
 * @param bridgeNfIptables whether the firewall sees packets inside bridges
 * @param bridgeNfIp6tables likewise for IPv6
 * @param debug whether the engine writes a chatty log
 * @param openFiles files the engine has open
 * @param threads threads of the engine
 * @param eventListeners who listens to events
 * @param pidsLimit whether their number of processes can be limited
 * @param systemTime the host's clock when it answered, as text
 * @param isolation the default isolation, on Windows
 * @param defaultRuntime the runtime of containers that don't choose one
 * @param runtimes the runtimes by name
 * @param securityOptions what the kernel offers, for example {@code name=seccomp,profile=default}
 * @param indexServerAddress the registry that is asked for names without one
 * @param registryConfig how registries are reached
 * @param httpProxy the proxy for http
 * @param httpsProxy the proxy for https
 * @param noProxy what is reached without a proxy
 * @param initBinary the small init of containers
 * @param containerdCommit the containerd, where there is one
 * @param runcCommit the program that starts containers
 * @param initCommit the small init of containers
 * @param swarm the swarm the host is in
 * @param labels the labels of the engine, {@code name=value}
 * @param experimentalBuild whether experimental features are on
 * @param liveRestoreEnabled whether containers run on while the engine restarts
 * @param productLicense a note on the licence, from some products
 * @param warnings what the engine itself thinks is wrong with its host
 */
@RecordBuilder
public record SystemInfo(
        @Nullable @JsonProperty("ID") String id,
        String name,
        String serverVersion,
        int containers,
        int containersRunning,
        int containersPaused,
        int containersStopped,
        int images,
        String driver,
        List<List<String>> driverStatus,
        @Nullable Plugins plugins,
        @Nullable String dockerRootDir,
        @Nullable String loggingDriver,
        @Nullable String cgroupDriver,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable String cgroupVersion,
        String kernelVersion,
        String operatingSystem,
        @Nullable @JsonProperty("OSVersion") String osVersion,
        @JsonProperty("OSType") String osType,
        String architecture,
        @JsonProperty("NCPU") int cpus,
        long memTotal,
        boolean memoryLimit,
        boolean swapLimit,
        boolean cpuCfsPeriod,
        boolean cpuCfsQuota,
        @JsonProperty("CPUShares") boolean cpuShares,
        @JsonProperty("CPUSet") boolean cpuSet,
        boolean oomKillDisable,
        @JsonProperty("IPv4Forwarding") boolean ipv4Forwarding,
        boolean bridgeNfIptables,
        boolean bridgeNfIp6tables,
        boolean debug,
        @JsonProperty("NFd") int openFiles,
        @JsonProperty("NGoroutines") int threads,
        @JsonProperty("NEventsListener") int eventListeners,
        boolean pidsLimit,
        @Nullable String systemTime,
        Isolation isolation,
        @Nullable String defaultRuntime,
        Map<String, RuntimeChoice> runtimes,
        List<String> securityOptions,
        @Nullable String indexServerAddress,
        @Nullable RegistryConfig registryConfig,
        @Nullable String httpProxy,
        @Nullable String httpsProxy,
        @Nullable String noProxy,
        @Nullable String initBinary,
        @Nullable Commit containerdCommit,
        @Nullable Commit runcCommit,
        @Nullable Commit initCommit,
        @Nullable Swarm swarm,
        List<String> labels,
        boolean experimentalBuild,
        boolean liveRestoreEnabled,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable String productLicense,
        @NullWhenEmpty List<String> warnings) {

    /** Fills in what is absent. */
    public SystemInfo {
        id = Absent.orNull(id);
        dockerRootDir = Absent.orNull(dockerRootDir);
        loggingDriver = Absent.orNull(loggingDriver);
        cgroupDriver = Absent.orNull(cgroupDriver);
        cgroupVersion = Absent.orNull(cgroupVersion);
        osVersion = Absent.orNull(osVersion);
        systemTime = Absent.orNull(systemTime);
        defaultRuntime = Absent.orNull(defaultRuntime);
        indexServerAddress = Absent.orNull(indexServerAddress);
        httpProxy = Absent.orNull(httpProxy);
        httpsProxy = Absent.orNull(httpsProxy);
        noProxy = Absent.orNull(noProxy);
        initBinary = Absent.orNull(initBinary);
        productLicense = Absent.orNull(productLicense);
        name = Absent.text(name);
        serverVersion = Absent.text(serverVersion);
        driver = Absent.text(driver);
        driverStatus = Absent.list(driverStatus);
        kernelVersion = Absent.text(kernelVersion);
        operatingSystem = Absent.text(operatingSystem);
        osType = Absent.text(osType);
        architecture = Absent.text(architecture);
        isolation = isolation == null ? Isolation.DEFAULT : isolation;
        runtimes = Absent.map(runtimes);
        securityOptions = Absent.list(securityOptions);
        labels = Absent.list(labels);
        warnings = Absent.list(warnings);
    }

    /**
     * Returns one of the engine's labels.
     *
     * @param label its name
     * @return its value, or nothing if the engine doesn't have it
     */
    public Optional<String> label(String label) {
        return labels.stream()
                .filter(pair -> pair.startsWith(label + "="))
                .map(pair -> pair.substring(label.length() + 1))
                .findFirst();
    }

    /** Begins what is known of a host. */
    public static SystemInfoBuilder builder() {
        return SystemInfoBuilder.builder();
    }

    /**
     * What an engine offers.
     *
     * @param volume drivers of volumes
     * @param network drivers of networks
     * @param authorization plugins that judge requests
     * @param log log drivers
     */
    public record Plugins(
            List<String> volume,
            List<String> network,
            @NullWhenEmpty List<String> authorization,
            List<String> log) {

        /** Fills in what is absent. */
        public Plugins {
            volume = Absent.list(volume);
            network = Absent.list(network);
            authorization = Absent.list(authorization);
            log = Absent.list(log);
        }
    }

    /**
     * What a program was built from.
     *
     * @param id the commit or version
     * @param expected the one the engine was made for
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Commit(@Nullable @JsonProperty("ID") String id, @Nullable String expected) {

        /** Fills in what is absent. */
        public Commit {
            id = Absent.text(id);
            expected = Absent.orNull(expected);
        }
    }

    /**
     * The swarm a host is in.
     *
     * @param nodeId the host's id in it
     * @param nodeAddr the host's address in it
     * @param localNodeState {@code inactive}, {@code active}, {@code pending}, {@code error} or
     *     {@code locked}
     * @param controlAvailable whether the host is a manager
     * @param error what is wrong
     * @param remoteManagers other managers
     */
    public record Swarm(
            @Nullable @JsonProperty("NodeID") String nodeId,
            @Nullable String nodeAddr,
            String localNodeState,
            boolean controlAvailable,
            @Nullable String error,
            @NullWhenEmpty List<Object> remoteManagers) {

        /** In no swarm. */
        public static final Swarm NONE = new Swarm(null, null, "inactive", false, null, List.of());

        /** Fills in what is absent. */
        public Swarm {
            nodeId = Absent.orNull(nodeId);
            nodeAddr = Absent.orNull(nodeAddr);
            error = Absent.orNull(error);
            localNodeState = Absent.text(localNodeState);
            remoteManagers = Absent.list(remoteManagers);
        }
    }

    /**
     * How one registry is reached.
     *
     * @param name its name
     * @param mirrors its mirrors
     * @param secure whether only by TLS
     * @param official whether it is Docker Hub
     */
    public record Index(String name, List<String> mirrors, boolean secure, boolean official) {

        /** Fills in what is absent. */
        public Index {
            name = Absent.text(name);
            mirrors = Absent.list(mirrors);
        }
    }

    /**
     * A runtime that containers can choose.
     *
     * @param path its program, if it is one
     * @param runtimeArgs what the program is given first
     */
    public record RuntimeChoice(
            @Nullable @JsonProperty("path") String path,
            @JsonProperty("runtimeArgs") List<String> runtimeArgs) {

        /** Fills in what is absent. */
        public RuntimeChoice {
            path = Absent.orNull(path);
            runtimeArgs = Absent.list(runtimeArgs);
        }
    }

    /**
     * How the engine reaches registries.
     *
     * @param insecureRegistryCidrs networks whose registries may be reached in the clear
     * @param indexConfigs single registries by name
     * @param mirrors mirrors of Docker Hub
     */
    public record RegistryConfig(
            @JsonProperty("InsecureRegistryCIDRs") List<String> insecureRegistryCidrs,
            Map<String, Index> indexConfigs,
            List<String> mirrors) {

        /** Fills in what is absent. */
        public RegistryConfig {
            insecureRegistryCidrs = Absent.list(insecureRegistryCidrs);
            indexConfigs = Absent.map(indexConfigs);
            mirrors = Absent.list(mirrors);
        }
    }
}
