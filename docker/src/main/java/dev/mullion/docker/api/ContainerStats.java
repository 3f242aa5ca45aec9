package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a container uses, at one moment ({@code GET /containers/{id}/stats}). Members that only
 * Linux or only Windows has read as 0 on the other.
 *
 * @param read when it was measured
 * @param preread when it was measured before that, if it was
 * @param numProcs processors of the host, on Windows
 * @param storageStats reads and writes of its files, on Windows
 * @param pidsStats its processes, on Linux
 * @param cpuStats processor time so far
 * @param precpuStats processor time at the moment before
 * @param memoryStats memory
 * @param name the container's name with a slash in front
 * @param id the container
 * @param blkioStats reads and writes of disks, on Linux
 * @param networks traffic by network interface
 */
@JsonNaming(SnakeCaseStrategy.class)
@RecordBuilder
public record ContainerStats(
        @Nullable Instant read,
        @Nullable Instant preread,
        int numProcs,
        Map<String, Long> storageStats,
        Pids pidsStats,
        BlockIo blkioStats,
        Cpu cpuStats,
        Cpu precpuStats,
        Memory memoryStats,
        @Nullable String name,
        @Nullable String id,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Network> networks) {

    /** Fills in what is absent. */
    public ContainerStats {
        storageStats = Absent.map(storageStats);
        pidsStats = pidsStats == null ? new Pids(0, 0) : pidsStats;
        blkioStats = blkioStats == null ? BlockIo.NONE : blkioStats;
        name = Absent.orNull(name);
        id = Absent.orNull(id);
        cpuStats = cpuStats == null ? Cpu.NONE : cpuStats;
        precpuStats = precpuStats == null ? Cpu.NONE : precpuStats;
        memoryStats = memoryStats == null ? new Memory(0, 0, 0, 0, 0, 0, 0, Map.of()) : memoryStats;
        networks = Absent.map(networks);
    }

    /** Begins figures that are all 0. */
    public static ContainerStatsBuilder builder() {
        return ContainerStatsBuilder.builder();
    }

    /** Begins figures like these. */
    public ContainerStatsBuilder toBuilder() {
        return ContainerStatsBuilder.builder(this);
    }

    /**
     * Processes.
     *
     * @param current how many there are
     * @param limit how many there may be; 0 for any
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Pids(long current, long limit) {}

    /**
     * Processor time since the container started.
     *
     * @param cpuUsage what the container used
     * @param systemCpuUsage what the host had, in nanoseconds over all processors, on Linux
     * @param onlineCpus processors of the host, on Linux
     * @param throttlingData how it was held back, on Linux
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Cpu(
            CpuUsage cpuUsage,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long systemCpuUsage,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int onlineCpus,
            Throttling throttlingData) {

        /** Nothing. */
        public static final Cpu NONE = new Cpu(CpuUsage.NONE, 0, 0, Throttling.NONE);

        /** Fills in what is absent. */
        public Cpu {
            cpuUsage = cpuUsage == null ? CpuUsage.NONE : cpuUsage;
            throttlingData = throttlingData == null ? Throttling.NONE : throttlingData;
        }
    }

    /**
     * Processor time a container used: nanoseconds on Linux, hundreds of nanoseconds on Windows.
     *
     * @param totalUsage in all
     * @param percpuUsage on each processor, where the kernel counts that
     * @param usageInKernelmode in the kernel
     * @param usageInUsermode outside it
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record CpuUsage(
            long totalUsage,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Long> percpuUsage,
            long usageInKernelmode,
            long usageInUsermode) {

        private static final CpuUsage NONE = new CpuUsage(0, List.of(), 0, 0);

        /** Fills in what is absent. */
        public CpuUsage {
            percpuUsage = Absent.list(percpuUsage);
        }
    }

    /**
     * How a container was held back to its limit.
     *
     * @param periods how many periods there were
     * @param throttledPeriods in how many of them it was held back
     * @param throttledTime for how many nanoseconds in all
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Throttling(long periods, long throttledPeriods, long throttledTime) {

        private static final Throttling NONE = new Throttling(0, 0, 0);
    }

    /**
     * Reads and writes of disks. The engines of today fill the first two lists only.
     *
     * @param ioServiceBytesRecursive bytes
     * @param ioServicedRecursive operations
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record BlockIo(
            @NullWhenEmpty List<Entry> ioServiceBytesRecursive,
            @NullWhenEmpty List<Entry> ioServicedRecursive,
            @NullWhenEmpty List<Entry> ioQueueRecursive,
            @NullWhenEmpty List<Entry> ioServiceTimeRecursive,
            @NullWhenEmpty List<Entry> ioWaitTimeRecursive,
            @NullWhenEmpty List<Entry> ioMergedRecursive,
            @NullWhenEmpty List<Entry> ioTimeRecursive,
            @NullWhenEmpty List<Entry> sectorsRecursive) {

        private static final BlockIo NONE = of(List.of(), List.of());

        /** Fills in what is absent. */
        public BlockIo {
            ioServiceBytesRecursive = Absent.list(ioServiceBytesRecursive);
            ioServicedRecursive = Absent.list(ioServicedRecursive);
            ioQueueRecursive = Absent.list(ioQueueRecursive);
            ioServiceTimeRecursive = Absent.list(ioServiceTimeRecursive);
            ioWaitTimeRecursive = Absent.list(ioWaitTimeRecursive);
            ioMergedRecursive = Absent.list(ioMergedRecursive);
            ioTimeRecursive = Absent.list(ioTimeRecursive);
            sectorsRecursive = Absent.list(sectorsRecursive);
        }

        /** Bytes and operations, and nothing of the rest. */
        public static BlockIo of(List<Entry> bytes, List<Entry> operations) {
            List<Entry> none = List.of();
            return new BlockIo(bytes, operations, none, none, none, none, none, none);
        }
    }

    /**
     * One count of one disk.
     *
     * @param major the disk's number
     * @param minor the disk's number
     * @param op {@code read} or {@code write}; older kernels write them with a capital
     * @param value how many
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Entry(long major, long minor, String op, long value) {

        /** Fills in what is absent. */
        public Entry {
            op = Absent.text(op);
        }
    }

    /**
     * Memory in bytes.
     *
     * @param usage in use, with the cache of files, on Linux
     * @param maxUsage the most that was, on Linux with cgroup version 1
     * @param failcnt how often it hit its limit, on Linux with cgroup version 1
     * @param limit the most there may be; the host's memory if there is no limit; on Linux
     * @param commitbytes committed, on Windows
     * @param commitpeakbytes the most that was committed, on Windows
     * @param privateWorkingSet in memory and not shared, on Windows
     * @param stats what the kernel counts, by name, on Linux
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Memory(
            long usage,
            long maxUsage,
            long failcnt,
            long limit,
            long commitbytes,
            long commitpeakbytes,
            @JsonProperty("privateworkingset") long privateWorkingSet,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> stats) {

        /** Fills in what is absent. */
        public Memory {
            stats = Absent.map(stats);
        }
    }

    /**
     * Traffic of one network interface since the container started.
     *
     * @param rxBytes bytes received
     * @param rxPackets packets received
     * @param rxErrors packets received broken
     * @param rxDropped packets received and thrown away
     * @param txBytes bytes sent
     * @param txPackets packets sent
     * @param txErrors packets that couldn't be sent
     * @param txDropped packets thrown away before they were sent
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Network(
            long rxBytes,
            long rxPackets,
            long rxErrors,
            long rxDropped,
            long txBytes,
            long txPackets,
            long txErrors,
            long txDropped) {}
}
