package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
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
 * @param pidsStats its processes, on Linux
 * @param cpuStats processor time so far
 * @param precpuStats processor time at the moment before
 * @param memoryStats memory
 * @param networks traffic by network interface
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ContainerStats(
        @Nullable Instant read,
        @Nullable Instant preread,
        int numProcs,
        @Nullable Pids pidsStats,
        Cpu cpuStats,
        Cpu precpuStats,
        Memory memoryStats,
        Map<String, Network> networks) {

    /** Fills in what is absent. */
    public ContainerStats {
        cpuStats = cpuStats == null ? Cpu.NONE : cpuStats;
        precpuStats = precpuStats == null ? Cpu.NONE : precpuStats;
        memoryStats = memoryStats == null ? new Memory(0, 0, 0, 0, 0, 0, Map.of()) : memoryStats;
        networks = Absent.map(networks);
    }

    /**
     * Processes.
     *
     * @param current how many there are
     * @param limit how many there may be; 0 for any
     */
    @JsonNaming(SnakeCaseStrategy.class)
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
            long systemCpuUsage,
            int onlineCpus,
            @Nullable Throttling throttlingData) {

        private static final Cpu NONE = new Cpu(new CpuUsage(0, 0, 0), 0, 0, null);

        /** Fills in what is absent. */
        public Cpu {
            cpuUsage = cpuUsage == null ? new CpuUsage(0, 0, 0) : cpuUsage;
        }
    }

    /**
     * Processor time a container used: nanoseconds on Linux, hundreds of nanoseconds on Windows.
     *
     * @param totalUsage in all
     * @param usageInKernelmode in the kernel
     * @param usageInUsermode outside it
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record CpuUsage(long totalUsage, long usageInKernelmode, long usageInUsermode) {}

    /**
     * How a container was held back to its limit.
     *
     * @param periods how many periods there were
     * @param throttledPeriods in how many of them it was held back
     * @param throttledTime for how many nanoseconds in all
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Throttling(long periods, long throttledPeriods, long throttledTime) {}

    /**
     * Memory in bytes.
     *
     * @param usage in use, with the cache of files, on Linux
     * @param maxUsage the most that was, on Linux with cgroup version 1
     * @param limit the most there may be; the host's memory if there is no limit; on Linux
     * @param commitbytes committed, on Windows
     * @param commitpeakbytes the most that was committed, on Windows
     * @param privateWorkingSet in memory and not shared, on Windows
     * @param stats what the kernel counts, by name, on Linux
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Memory(
            long usage,
            long maxUsage,
            long limit,
            long commitbytes,
            long commitpeakbytes,
            @JsonProperty("privateworkingset") long privateWorkingSet,
            Map<String, Long> stats) {

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
