package dev.mullion.engine.runtime;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a container uses at one moment.
 *
 * @param at when it was read
 * @param cpuTotal nanoseconds since its start
 * @param cpuUser of these in user mode
 * @param cpuKernel of these in the kernel
 * @param cpuOfEach nanoseconds on each processor; empty where it isn't counted
 * @param systemCpu nanoseconds of all processors of the host since it booted
 * @param onlineCpus processors of the host
 * @param throttlingPeriods periods in which a limit was in force
 * @param throttledPeriods of these those in which it was held back
 * @param throttledTime nanoseconds it was held back
 * @param memory bytes; on Windows those that are committed
 * @param memoryMax the most it ever used, bytes; 0 where it isn't counted
 * @param memoryLimit its limit, bytes; the host's memory if it has none
 * @param memoryFailures how often it hit the limit
 * @param memoryDetails the system's own counters, for example {@code total_inactive_file}; on
 *     Windows {@link #PRIVATE_WORKING_SET}
 * @param pids processes and threads
 * @param pidsLimit their limit; 0 for none
 * @param io what it read and wrote, a device and operation each
 */
public record ResourceUsage(
        Instant at,
        long cpuTotal,
        long cpuUser,
        long cpuKernel,
        List<Long> cpuOfEach,
        long systemCpu,
        int onlineCpus,
        long throttlingPeriods,
        long throttledPeriods,
        long throttledTime,
        long memory,
        long memoryMax,
        long memoryLimit,
        long memoryFailures,
        Map<String, Long> memoryDetails,
        long pids,
        long pidsLimit,
        List<DeviceIo> io) {

    /** Memory that is in use and not shared, bytes (Windows). */
    public static final String PRIVATE_WORKING_SET = "privateworkingset";

    /**
     * Reads and writes of one device.
     *
     * @param major the device's number
     * @param minor the device's number
     * @param operation {@code read} or {@code write}
     * @param bytes how much
     * @param operations how often
     */
    public record DeviceIo(long major, long minor, String operation, long bytes, long operations) {}
}
