package dev.mullion.engine.container;

import dev.mullion.docker.Isolation;
import dev.mullion.docker.api.Resources;
import dev.mullion.engine.EngineProblem;
import java.util.List;
import java.util.TreeSet;

/** Which limits make sense on Linux, in the words clients know. */
final class LinuxLimits implements LimitRules {

    private static final long LEAST_MEMORY = 6L << 20;
    private static final long BILLION = 1_000_000_000L;
    private static final long LEAST_CPU_TIME = 1000;
    private static final long LONGEST_CPU_PERIOD = 1_000_000;

    private final int processors;

    /**
     * Knows the host.
     *
     * @param processors how many it has
     */
    LinuxLimits(int processors) {
        this.processors = processors;
    }

    @Override
    public Resources checked(Resources asked, Isolation isolation, List<String> warnings) {
        memory(asked);
        processors(asked);
        io(asked);
        notOffered(asked);
        discarded(asked, warnings);
        boolean swapFollows =
                asked.memory() > 0
                        && asked.memory() <= Long.MAX_VALUE / 2
                        && asked.memorySwap() == 0;
        return asked.toBuilder()
                .memorySwap(swapFollows ? 2 * asked.memory() : asked.memorySwap())
                .memorySwappiness(null)
                .kernelMemory(0)
                .kernelMemoryTcp(0)
                .build();
    }

    private static void memory(Resources asked) {
        long memory = asked.memory();
        long swap = asked.memorySwap();
        long reserved = asked.memoryReservation();
        require(memory == 0 || memory >= LEAST_MEMORY, "Minimum memory limit allowed is 6MB");
        require(
                memory <= 0 || swap <= 0 || swap >= memory,
                "Minimum memoryswap limit should be larger than memory limit, see usage");
        require(
                memory != 0 || swap <= 0,
                "You should always set the Memory limit when using Memoryswap limit, see usage");
        require(
                reserved == 0 || reserved >= LEAST_MEMORY,
                "Minimum memory reservation allowed is 6MB");
        require(
                memory <= 0 || reserved <= memory,
                "Minimum memory limit can not be less than memory reservation limit, see usage");
        Long swappiness = asked.memorySwappiness();
        require(
                swappiness == null || (swappiness >= -1 && swappiness <= 100),
                "Invalid value: " + swappiness + ", valid memory swappiness range is 0-100");
    }

    private void processors(Resources asked) {
        require(
                asked.nanoCpus() == 0 || asked.cpuPeriod() == 0,
                "Conflicting options: Nano CPUs and CPU Period cannot both be set.");
        require(
                asked.nanoCpus() == 0 || asked.cpuQuota() == 0,
                "Conflicting options: Nano CPUs and CPU Quota cannot both be set.");
        require(
                asked.nanoCpus() >= 0 && asked.nanoCpus() <= processors * BILLION,
                "Range of CPUs is from 0.01 to "
                        + processors
                        + ".00, as there are only "
                        + processors
                        + " CPUs available");
        long period = asked.cpuPeriod();
        require(
                period == 0 || (period >= LEAST_CPU_TIME && period <= LONGEST_CPU_PERIOD),
                "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e."
                        + " 1000000)");
        require(
                asked.cpuQuota() <= 0 || asked.cpuQuota() >= LEAST_CPU_TIME,
                "CPU cfs quota can not be less than 1ms (i.e. 1000)");
        require(asked.cpuShares() >= 0, "shares must not be negative: " + asked.cpuShares());
        String cpus = asked.cpusetCpus();
        if (cpus != null) {
            int highest = highest(cpus, "cpuset cpus");
            require(
                    highest < processors,
                    "Requested CPUs are not available - requested "
                            + cpus
                            + ", available: 0-"
                            + (processors - 1));
        }
        if (asked.cpusetMems() != null) {
            highest(asked.cpusetMems(), "cpuset mems");
        }
    }

    private static int highest(String set, String what) {
        TreeSet<Integer> numbers = new TreeSet<>();
        for (String range : set.split(",", -1)) {
            for (String number : range.split("-", 2)) {
                require(number.matches("\\d{1,5}"), "Invalid value " + set + " for " + what);
                numbers.add(Integer.parseInt(number));
            }
        }
        return numbers.last();
    }

    private static void io(Resources asked) {
        int weight = asked.blkioWeight();
        require(
                weight == 0 || (weight >= 10 && weight <= 1000),
                "Range of blkio weight is from 10 to 1000");
        require(
                asked.ioMaximumBandwidth() == 0,
                "Invalid QoS settings: linux does not support Maximum IO Bandwidth");
        require(
                asked.ioMaximumIops() == 0,
                "Invalid QoS settings: linux does not support Maximum IO IOPS");
    }

    private static void notOffered(Resources asked) {
        offer(asked.blkioWeightDevice().isEmpty(), "Weights of single block devices");
        offer(
                asked.cpuRealtimePeriod() == 0 && asked.cpuRealtimeRuntime() == 0,
                "Real-time scheduling");
        offer(asked.cgroupParent() == null, "A parent control group of one's own choice");
        if (!asked.deviceRequests().isEmpty()) {
            Resources.DeviceRequest first = asked.deviceRequests().getFirst();
            throw EngineProblem.invalid(
                    "could not select device driver \""
                            + first.driver()
                            + "\" with capabilities: "
                            + first.capabilities());
        }
    }

    private static void discarded(Resources asked, List<String> warnings) {
        Long swappiness = asked.memorySwappiness();
        if (swappiness != null && swappiness != -1) {
            warnings.add(
                    "Your kernel does not support memory swappiness capabilities or the cgroup is"
                            + " not mounted. Memory swappiness discarded.");
        }
        if (asked.kernelMemory() != 0 || asked.kernelMemoryTcp() != 0) {
            warnings.add("Kernel memory limits are obsolete. Limitation discarded.");
        }
        if (asked.cpuPercent() > 0 || asked.cpuCount() > 0) {
            warnings.add("linux does not support CPU percent and CPU count. Both discarded.");
        }
        if (Boolean.TRUE.equals(asked.oomKillDisable()) && asked.memory() == 0) {
            warnings.add(
                    "OOM killer is disabled for the container, but no memory limit is set, this"
                            + " can result in the system running out of resources.");
        }
    }

    private static void require(boolean fine, String message) {
        if (!fine) {
            throw EngineProblem.invalid(message);
        }
    }

    private static void offer(boolean notAsked, String what) {
        if (!notAsked) {
            throw EngineProblem.notImplemented(
                    what + " can't be set on this engine; leave it out of the request");
        }
    }
}
