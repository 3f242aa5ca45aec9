package dev.mullion.docker.api;

import dev.mullion.docker.Isolation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container may use of its host, and how it is kept apart from it.
 *
 * <p>Sizes are bytes; 0 means no limit.
 *
 * @param binds mounts in short form, {@code source:destination[:options]}
 * @param logConfig where its log goes; absent takes the engine's choice
 * @param networkMode the network it is in; absent takes the default one
 * @param portBindings where its ports ({@code 80/tcp}) are published
 * @param restartPolicy when it is started again
 * @param autoRemove whether it is removed when it ends
 * @param volumesFrom containers whose mounts it shares
 * @param mounts mounts
 * @param capAdd kernel capabilities it gets in addition
 * @param capDrop kernel capabilities that are taken from it
 * @param dns name servers
 * @param dnsSearch domains that are tried for short names
 * @param extraHosts names it knows in addition, {@code name:address}
 * @param ipcMode whose shared memory it sees, on Linux
 * @param pidMode whose processes it sees, on Linux
 * @param privileged whether nothing keeps it from the host
 * @param publishAllPorts whether every exposed port is published on a port that the engine chooses
 * @param readonlyRootfs whether its own files can't be written
 * @param securityOpt security options of the kernel
 * @param storageOpt options of the storage driver, for example {@code size}
 * @param tmpfs folders kept in memory, with their options
 * @param usernsMode the user namespace, on Linux
 * @param shmSize size of its shared memory; 0 takes the engine's
 * @param sysctls kernel settings
 * @param runtime the runtime; absent takes the engine's
 * @param isolation how it is kept apart; a stock engine on Linux takes only the default
 * @param memory most memory
 * @param memorySwap most memory and swap together; -1 for any
 * @param memoryReservation memory it is left with when the host runs short
 * @param nanoCpus most processor time, in billionths of a processor
 * @param cpuShares weight against other containers
 * @param cpuPeriod length of a period in microseconds, on Linux
 * @param cpuQuota processor time in a period in microseconds, on Linux
 * @param cpusetCpus the processors it may run on
 * @param cpuCount processors it sees, on Windows
 * @param cpuPercent most processor time in percent, on Windows
 * @param pidsLimit most processes; absent or -1 for any
 * @param oomKillDisable whether it isn't killed for lack of memory
 * @param init whether a small init process looks after its children
 */
public record HostConfig(
        List<String> binds,
        @Nullable LogConfig logConfig,
        @Nullable String networkMode,
        Map<String, List<PortBinding>> portBindings,
        RestartPolicy restartPolicy,
        boolean autoRemove,
        List<String> volumesFrom,
        List<Mount> mounts,
        List<String> capAdd,
        List<String> capDrop,
        List<String> dns,
        List<String> dnsSearch,
        List<String> extraHosts,
        @Nullable String ipcMode,
        @Nullable String pidMode,
        boolean privileged,
        boolean publishAllPorts,
        boolean readonlyRootfs,
        List<String> securityOpt,
        Map<String, String> storageOpt,
        Map<String, String> tmpfs,
        @Nullable String usernsMode,
        long shmSize,
        Map<String, String> sysctls,
        @Nullable String runtime,
        Isolation isolation,
        long memory,
        long memorySwap,
        long memoryReservation,
        long nanoCpus,
        long cpuShares,
        long cpuPeriod,
        long cpuQuota,
        @Nullable String cpusetCpus,
        long cpuCount,
        long cpuPercent,
        @Nullable Long pidsLimit,
        @Nullable Boolean oomKillDisable,
        @Nullable Boolean init) {

    /** Fills in what is absent. */
    public HostConfig {
        networkMode = Absent.orNull(networkMode);
        ipcMode = Absent.orNull(ipcMode);
        pidMode = Absent.orNull(pidMode);
        usernsMode = Absent.orNull(usernsMode);
        runtime = Absent.orNull(runtime);
        cpusetCpus = Absent.orNull(cpusetCpus);
        binds = Absent.list(binds);
        portBindings = Absent.lists(portBindings);
        volumesFrom = Absent.list(volumesFrom);
        mounts = Absent.list(mounts);
        capAdd = Absent.list(capAdd);
        capDrop = Absent.list(capDrop);
        dns = Absent.list(dns);
        dnsSearch = Absent.list(dnsSearch);
        extraHosts = Absent.list(extraHosts);
        securityOpt = Absent.list(securityOpt);
        storageOpt = Absent.map(storageOpt);
        tmpfs = Absent.map(tmpfs);
        sysctls = Absent.map(sysctls);
        restartPolicy = restartPolicy == null ? RestartPolicy.NO : restartPolicy;
        isolation = isolation == null ? Isolation.DEFAULT : isolation;
    }

    /**
     * Begins a configuration that leaves everything to the engine.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
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

    /** Sets what differs from the engine's own choice. */
    public static final class Builder {

        private List<String> binds = List.of();
        private @Nullable LogConfig logConfig;
        private @Nullable String networkMode;
        private Map<String, List<PortBinding>> portBindings = Map.of();
        private RestartPolicy restartPolicy = RestartPolicy.NO;
        private boolean autoRemove;
        private List<String> volumesFrom = List.of();
        private List<Mount> mounts = List.of();
        private List<String> capAdd = List.of();
        private List<String> capDrop = List.of();
        private List<String> dns = List.of();
        private List<String> dnsSearch = List.of();
        private List<String> extraHosts = List.of();
        private @Nullable String ipcMode;
        private @Nullable String pidMode;
        private boolean privileged;
        private boolean publishAllPorts;
        private boolean readonlyRootfs;
        private List<String> securityOpt = List.of();
        private Map<String, String> storageOpt = Map.of();
        private Map<String, String> tmpfs = Map.of();
        private @Nullable String usernsMode;
        private long shmSize;
        private Map<String, String> sysctls = Map.of();
        private @Nullable String runtime;
        private Isolation isolation = Isolation.DEFAULT;
        private long memory;
        private long memorySwap;
        private long memoryReservation;
        private long nanoCpus;
        private long cpuShares;
        private long cpuPeriod;
        private long cpuQuota;
        private @Nullable String cpusetCpus;
        private long cpuCount;
        private long cpuPercent;
        private @Nullable Long pidsLimit;
        private @Nullable Boolean oomKillDisable;
        private @Nullable Boolean init;

        private Builder() {}

        /**
         * Sets: mounts in short form, {@code source:destination[:options]}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder binds(List<String> value) {
            this.binds = value;
            return this;
        }

        /**
         * Sets: where its log goes; absent takes the engine's choice.
         *
         * @param value the value; null leaves it to the engine
         * @return this builder
         */
        public Builder logConfig(@Nullable LogConfig value) {
            this.logConfig = value;
            return this;
        }

        /**
         * Sets: the network it is in; absent takes the default one.
         *
         * @param value the value; null leaves it to the engine
         * @return this builder
         */
        public Builder networkMode(@Nullable String value) {
            this.networkMode = value;
            return this;
        }

        /**
         * Sets: where its ports ({@code 80/tcp}) are published.
         *
         * @param value the value
         * @return this builder
         */
        public Builder portBindings(Map<String, List<PortBinding>> value) {
            this.portBindings = value;
            return this;
        }

        /**
         * Sets: when it is started again.
         *
         * @param value the value
         * @return this builder
         */
        public Builder restartPolicy(RestartPolicy value) {
            this.restartPolicy = value;
            return this;
        }

        /**
         * Sets: whether it is removed when it ends.
         *
         * @param value the value
         * @return this builder
         */
        public Builder autoRemove(boolean value) {
            this.autoRemove = value;
            return this;
        }

        /**
         * Sets: containers whose mounts it shares.
         *
         * @param value the value
         * @return this builder
         */
        public Builder volumesFrom(List<String> value) {
            this.volumesFrom = value;
            return this;
        }

        /**
         * Sets: mounts.
         *
         * @param value the value
         * @return this builder
         */
        public Builder mounts(List<Mount> value) {
            this.mounts = value;
            return this;
        }

        /**
         * Sets: kernel capabilities it gets in addition.
         *
         * @param value the value
         * @return this builder
         */
        public Builder capAdd(List<String> value) {
            this.capAdd = value;
            return this;
        }

        /**
         * Sets: kernel capabilities that are taken from it.
         *
         * @param value the value
         * @return this builder
         */
        public Builder capDrop(List<String> value) {
            this.capDrop = value;
            return this;
        }

        /**
         * Sets: name servers.
         *
         * @param value the value
         * @return this builder
         */
        public Builder dns(List<String> value) {
            this.dns = value;
            return this;
        }

        /**
         * Sets: domains that are tried for short names.
         *
         * @param value the value
         * @return this builder
         */
        public Builder dnsSearch(List<String> value) {
            this.dnsSearch = value;
            return this;
        }

        /**
         * Sets: names it knows in addition, {@code name:address}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder extraHosts(List<String> value) {
            this.extraHosts = value;
            return this;
        }

        /**
         * Sets: whose shared memory it sees, on Linux.
         *
         * @param value the value; null leaves it to the engine
         * @return this builder
         */
        public Builder ipcMode(@Nullable String value) {
            this.ipcMode = value;
            return this;
        }

        /**
         * Sets: whose processes it sees, on Linux.
         *
         * @param value the value; null leaves it to the engine
         * @return this builder
         */
        public Builder pidMode(@Nullable String value) {
            this.pidMode = value;
            return this;
        }

        /**
         * Sets: whether nothing keeps it from the host.
         *
         * @param value the value
         * @return this builder
         */
        public Builder privileged(boolean value) {
            this.privileged = value;
            return this;
        }

        /**
         * Sets: whether every exposed port is published on a port that the engine chooses.
         *
         * @param value the value
         * @return this builder
         */
        public Builder publishAllPorts(boolean value) {
            this.publishAllPorts = value;
            return this;
        }

        /**
         * Sets: whether its own files can't be written.
         *
         * @param value the value
         * @return this builder
         */
        public Builder readonlyRootfs(boolean value) {
            this.readonlyRootfs = value;
            return this;
        }

        /**
         * Sets: security options of the kernel.
         *
         * @param value the value
         * @return this builder
         */
        public Builder securityOpt(List<String> value) {
            this.securityOpt = value;
            return this;
        }

        /**
         * Sets: options of the storage driver, for example {@code size}.
         *
         * @param value the value
         * @return this builder
         */
        public Builder storageOpt(Map<String, String> value) {
            this.storageOpt = value;
            return this;
        }

        /**
         * Sets: folders kept in memory, with their options.
         *
         * @param value the value
         * @return this builder
         */
        public Builder tmpfs(Map<String, String> value) {
            this.tmpfs = value;
            return this;
        }

        /**
         * Sets: the user namespace, on Linux.
         *
         * @param value the value; null leaves it to the engine
         * @return this builder
         */
        public Builder usernsMode(@Nullable String value) {
            this.usernsMode = value;
            return this;
        }

        /**
         * Sets: size of its shared memory; 0 takes the engine's.
         *
         * @param value the value
         * @return this builder
         */
        public Builder shmSize(long value) {
            this.shmSize = value;
            return this;
        }

        /**
         * Sets: kernel settings.
         *
         * @param value the value
         * @return this builder
         */
        public Builder sysctls(Map<String, String> value) {
            this.sysctls = value;
            return this;
        }

        /**
         * Sets: the runtime; absent takes the engine's.
         *
         * @param value the value; null leaves it to the engine
         * @return this builder
         */
        public Builder runtime(@Nullable String value) {
            this.runtime = value;
            return this;
        }

        /**
         * Sets: how it is kept apart; a stock engine on Linux takes only the default.
         *
         * @param value the value
         * @return this builder
         */
        public Builder isolation(Isolation value) {
            this.isolation = value;
            return this;
        }

        /**
         * Sets: most memory.
         *
         * @param value the value
         * @return this builder
         */
        public Builder memory(long value) {
            this.memory = value;
            return this;
        }

        /**
         * Sets: most memory and swap together; -1 for any.
         *
         * @param value the value
         * @return this builder
         */
        public Builder memorySwap(long value) {
            this.memorySwap = value;
            return this;
        }

        /**
         * Sets: memory it is left with when the host runs short.
         *
         * @param value the value
         * @return this builder
         */
        public Builder memoryReservation(long value) {
            this.memoryReservation = value;
            return this;
        }

        /**
         * Sets: most processor time, in billionths of a processor.
         *
         * @param value the value
         * @return this builder
         */
        public Builder nanoCpus(long value) {
            this.nanoCpus = value;
            return this;
        }

        /**
         * Sets: weight against other containers.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cpuShares(long value) {
            this.cpuShares = value;
            return this;
        }

        /**
         * Sets: length of a period in microseconds, on Linux.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cpuPeriod(long value) {
            this.cpuPeriod = value;
            return this;
        }

        /**
         * Sets: processor time in a period in microseconds, on Linux.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cpuQuota(long value) {
            this.cpuQuota = value;
            return this;
        }

        /**
         * Sets: the processors it may run on.
         *
         * @param value the value; null leaves it to the engine
         * @return this builder
         */
        public Builder cpusetCpus(@Nullable String value) {
            this.cpusetCpus = value;
            return this;
        }

        /**
         * Sets: processors it sees, on Windows.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cpuCount(long value) {
            this.cpuCount = value;
            return this;
        }

        /**
         * Sets: most processor time in percent, on Windows.
         *
         * @param value the value
         * @return this builder
         */
        public Builder cpuPercent(long value) {
            this.cpuPercent = value;
            return this;
        }

        /**
         * Sets: most processes; absent or -1 for any.
         *
         * @param value the value; null leaves it to the engine
         * @return this builder
         */
        public Builder pidsLimit(@Nullable Long value) {
            this.pidsLimit = value;
            return this;
        }

        /**
         * Sets: whether it isn't killed for lack of memory.
         *
         * @param value the value; null leaves it to the engine
         * @return this builder
         */
        public Builder oomKillDisable(@Nullable Boolean value) {
            this.oomKillDisable = value;
            return this;
        }

        /**
         * Sets: whether a small init process looks after its children.
         *
         * @param value the value; null leaves it to the engine
         * @return this builder
         */
        public Builder init(@Nullable Boolean value) {
            this.init = value;
            return this;
        }

        /**
         * Makes the record.
         *
         * @return a record with what was set
         */
        public HostConfig build() {
            return new HostConfig(
                    binds,
                    logConfig,
                    networkMode,
                    portBindings,
                    restartPolicy,
                    autoRemove,
                    volumesFrom,
                    mounts,
                    capAdd,
                    capDrop,
                    dns,
                    dnsSearch,
                    extraHosts,
                    ipcMode,
                    pidMode,
                    privileged,
                    publishAllPorts,
                    readonlyRootfs,
                    securityOpt,
                    storageOpt,
                    tmpfs,
                    usernsMode,
                    shmSize,
                    sysctls,
                    runtime,
                    isolation,
                    memory,
                    memorySwap,
                    memoryReservation,
                    nanoCpus,
                    cpuShares,
                    cpuPeriod,
                    cpuQuota,
                    cpusetCpus,
                    cpuCount,
                    cpuPercent,
                    pidsLimit,
                    oomKillDisable,
                    init);
        }
    }
}
