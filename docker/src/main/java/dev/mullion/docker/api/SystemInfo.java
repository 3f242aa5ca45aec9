package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mullion.docker.Isolation;
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
 * @param pidsLimit whether their number of processes can be limited
 * @param systemTime the host's clock when it answered, as text
 * @param isolation the default isolation, on Windows
 * @param defaultRuntime the runtime of containers that don't choose one
 * @param runtimes the runtimes by name
 * @param securityOptions what the kernel offers, for example {@code name=seccomp,profile=default}
 * @param indexServerAddress the registry that is asked for names without one
 * @param registryConfig how registries are reached
 * @param labels the labels of the engine, {@code name=value}
 * @param experimentalBuild whether experimental features are on
 * @param liveRestoreEnabled whether containers run on while the engine restarts
 * @param productLicense a note on the licence, from some products
 * @param warnings what the engine itself thinks is wrong with its host
 */
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
        @Nullable String dockerRootDir,
        @Nullable String loggingDriver,
        @Nullable String cgroupDriver,
        @Nullable String cgroupVersion,
        String kernelVersion,
        String operatingSystem,
        @Nullable @JsonProperty("OSVersion") String osVersion,
        @JsonProperty("OSType") String osType,
        String architecture,
        @JsonProperty("NCPU") int cpus,
        long memTotal,
        boolean memoryLimit,
        boolean swapLimit,
        boolean cpuCfsQuota,
        boolean pidsLimit,
        @Nullable String systemTime,
        Isolation isolation,
        @Nullable String defaultRuntime,
        Map<String, RuntimeChoice> runtimes,
        List<String> securityOptions,
        @Nullable String indexServerAddress,
        @Nullable RegistryConfig registryConfig,
        List<String> labels,
        boolean experimentalBuild,
        boolean liveRestoreEnabled,
        @Nullable String productLicense,
        List<String> warnings) {

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
     * @param mirrors mirrors of Docker Hub
     */
    public record RegistryConfig(
            @JsonProperty("InsecureRegistryCIDRs") List<String> insecureRegistryCidrs,
            List<String> mirrors) {

        /** Fills in what is absent. */
        public RegistryConfig {
            insecureRegistryCidrs = Absent.list(insecureRegistryCidrs);
            mirrors = Absent.list(mirrors);
        }
    }
}
