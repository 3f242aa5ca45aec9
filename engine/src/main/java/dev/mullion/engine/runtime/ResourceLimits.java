package dev.mullion.engine.runtime;

import java.util.List;

/**
 * What a container may use. 0 and the empty text mean: no limit of its own.
 *
 * @param memory bytes
 * @param memorySwap bytes of memory and swap together; -1 for any amount of swap
 * @param memoryReservation bytes it gets back to under pressure
 * @param nanoCpus billionths of a processor
 * @param cpuShares weight against others, 1024 is usual
 * @param cpuPeriod microseconds
 * @param cpuQuota microseconds in each period
 * @param cpuCount processors it sees (Windows)
 * @param cpuPercent most processor time, 1 to 100 (Windows)
 * @param cpusetCpus for example {@code 0-3,7}
 * @param cpusetMems for example {@code 0}
 * @param pids processes and threads; -1 or 0 for any number
 * @param ioWeight 10 to 1000
 * @param deviceRates limits of single devices
 * @param ioMaximumOperations reads and writes a second of its system drive (Windows)
 * @param ioMaximumBandwidth bytes a second of its system drive (Windows)
 * @param ulimits limits of each process
 * @param oomKillDisable whether to stop instead of being killed for lack of memory
 */
public record ResourceLimits(
        long memory,
        long memorySwap,
        long memoryReservation,
        long nanoCpus,
        long cpuShares,
        long cpuPeriod,
        long cpuQuota,
        long cpuCount,
        long cpuPercent,
        String cpusetCpus,
        String cpusetMems,
        long pids,
        int ioWeight,
        List<DeviceRate> deviceRates,
        long ioMaximumOperations,
        long ioMaximumBandwidth,
        List<Ulimit> ulimits,
        boolean oomKillDisable) {

    /**
     * A limit of one device.
     *
     * @param kind what is counted
     * @param device its path on the host
     * @param rate bytes or operations a second
     */
    public record DeviceRate(Kind kind, String device, long rate) {

        /** What is counted. */
        public enum Kind {
            READ_BYTES,
            WRITE_BYTES,
            READ_OPERATIONS,
            WRITE_OPERATIONS
        }
    }

    /**
     * A limit of each process (setrlimit).
     *
     * @param name for example {@code nofile}
     * @param soft the limit; -1 for none
     * @param hard how far a process may raise it; -1 for any
     */
    public record Ulimit(String name, long soft, long hard) {}
}
