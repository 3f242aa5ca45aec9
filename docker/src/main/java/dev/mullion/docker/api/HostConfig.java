package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.mullion.docker.Isolation;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container may use of its host, and how it is kept apart from it.
 *
 * @param binds mounts in short form, {@code source:destination[:options]}
 * @param containerIdFile a file the client wrote the id to; the engine only repeats it
 * @param logConfig where its log goes; absent takes the engine's choice
 * @param networkMode the network it is in; absent takes the default one
 * @param portBindings where its ports ({@code 80/tcp}) are published
 * @param restartPolicy when it is started again
 * @param autoRemove whether it is removed when it ends
 * @param volumeDriver the driver of volumes that are made for it
 * @param volumesFrom containers whose mounts it shares
 * @param mounts mounts
 * @param consoleSize rows and columns of its first terminal
 * @param annotations what is noted for the runtime
 * @param capAdd kernel capabilities it gets in addition
 * @param capDrop kernel capabilities that are taken from it
 * @param cgroupnsMode {@code private} or {@code host}, on Linux
 * @param dns name servers
 * @param dnsOptions options of asking them
 * @param dnsSearch domains that are tried for short names
 * @param extraHosts names it knows in addition, {@code name:address}
 * @param groupAdd more groups of its user
 * @param ipcMode whose shared memory it sees, on Linux
 * @param cgroup the control group it is put into, on Linux
 * @param links containers it knows by name, {@code container:alias}
 * @param oomScoreAdj how soon it is killed for lack of memory, -1000 to 1000, on Linux
 * @param pidMode whose processes it sees, on Linux
 * @param privileged whether nothing keeps it from the host
 * @param publishAllPorts whether every exposed port is published on a port that the engine chooses
 * @param readonlyRootfs whether its own files can't be written
 * @param securityOpt security options of the kernel
 * @param storageOpt options of the storage driver, for example {@code size}
 * @param tmpfs folders kept in memory, with their options
 * @param utsMode whose host name it has, on Linux
 * @param usernsMode the user namespace, on Linux
 * @param shmSize bytes of its shared memory; 0 takes the engine's
 * @param sysctls kernel settings
 * @param runtime the runtime; absent takes the engine's
 * @param isolation how it is kept apart; a stock engine on Linux takes only the default
 * @param resources processors, memory and devices; its members stand beside the others in the JSON
 * @param maskedPaths paths that look empty inside; absent takes the engine's, an empty list is none
 * @param readonlyPaths paths that can't be written inside; likewise
 * @param init whether a small init process looks after its children
 */
@RecordBuilder
public record HostConfig(
        @NullWhenEmpty List<String> binds,
        @Nullable @JsonProperty("ContainerIDFile") String containerIdFile,
        @Nullable LogConfig logConfig,
        @Nullable String networkMode,
        Map<String, List<PortBinding>> portBindings,
        RestartPolicy restartPolicy,
        boolean autoRemove,
        @Nullable String volumeDriver,
        @NullWhenEmpty List<String> volumesFrom,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Mount> mounts,
        List<Integer> consoleSize,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> annotations,
        @NullWhenEmpty List<String> capAdd,
        @NullWhenEmpty List<String> capDrop,
        @Nullable String cgroupnsMode,
        List<String> dns,
        List<String> dnsOptions,
        List<String> dnsSearch,
        @NullWhenEmpty List<String> extraHosts,
        @NullWhenEmpty List<String> groupAdd,
        @Nullable String ipcMode,
        @Nullable String cgroup,
        @NullWhenEmpty List<String> links,
        int oomScoreAdj,
        @Nullable String pidMode,
        boolean privileged,
        boolean publishAllPorts,
        boolean readonlyRootfs,
        @NullWhenEmpty List<String> securityOpt,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> storageOpt,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> tmpfs,
        @Nullable @JsonProperty("UTSMode") String utsMode,
        @Nullable String usernsMode,
        long shmSize,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> sysctls,
        @Nullable String runtime,
        Isolation isolation,
        @JsonUnwrapped Resources resources,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> maskedPaths,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> readonlyPaths,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean init) {

    /** Fills in what is absent. */
    public HostConfig {
        containerIdFile = Absent.orNull(containerIdFile);
        networkMode = Absent.orNull(networkMode);
        volumeDriver = Absent.orNull(volumeDriver);
        cgroupnsMode = Absent.orNull(cgroupnsMode);
        ipcMode = Absent.orNull(ipcMode);
        cgroup = Absent.orNull(cgroup);
        pidMode = Absent.orNull(pidMode);
        utsMode = Absent.orNull(utsMode);
        usernsMode = Absent.orNull(usernsMode);
        runtime = Absent.orNull(runtime);
        binds = Absent.list(binds);
        portBindings = Absent.lists(portBindings);
        volumesFrom = Absent.list(volumesFrom);
        mounts = Absent.list(mounts);
        consoleSize = Absent.list(consoleSize);
        annotations = Absent.map(annotations);
        capAdd = Absent.list(capAdd);
        capDrop = Absent.list(capDrop);
        dns = Absent.list(dns);
        dnsOptions = Absent.list(dnsOptions);
        dnsSearch = Absent.list(dnsSearch);
        extraHosts = Absent.list(extraHosts);
        groupAdd = Absent.list(groupAdd);
        links = Absent.list(links);
        securityOpt = Absent.list(securityOpt);
        storageOpt = Absent.map(storageOpt);
        tmpfs = Absent.map(tmpfs);
        sysctls = Absent.map(sysctls);
        maskedPaths = maskedPaths == null ? null : Absent.list(maskedPaths);
        readonlyPaths = readonlyPaths == null ? null : Absent.list(readonlyPaths);
        restartPolicy = restartPolicy == null ? RestartPolicy.NO : restartPolicy;
        isolation = isolation == null ? Isolation.DEFAULT : isolation;
        resources = resources == null ? Resources.NONE : resources;
    }

    /** Begins a configuration that leaves everything to the engine. */
    public static HostConfigBuilder builder() {
        return HostConfigBuilder.builder();
    }

    /** Begins a configuration like this one. */
    public HostConfigBuilder toBuilder() {
        return HostConfigBuilder.builder(this);
    }

    /**
     * Where a container's log goes.
     *
     * @param type the log driver, for example {@code json-file}
     * @param config its options
     */
    public record LogConfig(String type, Map<String, String> config) {

        /** Fills in what is absent. */
        public LogConfig {
            type = Absent.text(type);
            config = Absent.map(config);
        }
    }
}
