package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container may use of its host's processors, memory and devices. Sizes are bytes; 0 means
 * no limit; in an update 0 and absent mean no change.
 *
 * @param cpuShares weight against other containers
 * @param memory most memory
 * @param nanoCpus most processor time, in billionths of a processor
 * @param cgroupParent the control group around the container's own, on Linux
 * @param blkioWeight weight against others at disks, 10 to 1000, on Linux
 * @param blkioWeightDevice such weights by disk
 * @param blkioDeviceReadBps bytes a second read from a disk
 * @param blkioDeviceWriteBps bytes a second written to a disk
 * @param blkioDeviceReadIops reads a second from a disk
 * @param blkioDeviceWriteIops writes a second to a disk
 * @param cpuPeriod length of a period in microseconds, on Linux
 * @param cpuQuota processor time in a period in microseconds, on Linux
 * @param cpuRealtimePeriod length of a real-time period in microseconds, on Linux
 * @param cpuRealtimeRuntime real-time processor time in such a period, on Linux
 * @param cpusetCpus the processors it may run on, for example {@code 0-3,7}
 * @param cpusetMems the memory nodes it may use
 * @param devices devices of the host it gets, on Linux
 * @param deviceCgroupRules more device rules, for example {@code c 42:* rmw}
 * @param deviceRequests devices that a driver of the engine shall find, such as graphics cards
 * @param kernelMemory most memory of the kernel; no engine of today does it
 * @param kernelMemoryTcp most memory of the kernel for TCP; no engine of today does it
 * @param memoryReservation memory it is left with when the host runs short
 * @param memorySwap most memory and swap together; -1 for any
 * @param memorySwappiness how willingly its memory is swapped out, 0 to 100; absent or -1 leaves it
 * @param oomKillDisable whether it isn't killed for lack of memory
 * @param pidsLimit most processes; absent, 0 or -1 for any
 * @param ulimits limits of each process, on Linux
 * @param cpuCount processors it sees, on Windows
 * @param cpuPercent most processor time in percent, on Windows
 * @param ioMaximumIops reads and writes a second of its system drive, on Windows
 * @param ioMaximumBandwidth bytes a second of its system drive, on Windows
 */
@RecordBuilder
public record Resources(
        long cpuShares,
        long memory,
        long nanoCpus,
        @Nullable String cgroupParent,
        int blkioWeight,
        List<WeightDevice> blkioWeightDevice,
        List<ThrottleDevice> blkioDeviceReadBps,
        List<ThrottleDevice> blkioDeviceWriteBps,
        @JsonProperty("BlkioDeviceReadIOps") List<ThrottleDevice> blkioDeviceReadIops,
        @JsonProperty("BlkioDeviceWriteIOps") List<ThrottleDevice> blkioDeviceWriteIops,
        long cpuPeriod,
        long cpuQuota,
        long cpuRealtimePeriod,
        long cpuRealtimeRuntime,
        @Nullable String cpusetCpus,
        @Nullable String cpusetMems,
        List<DeviceMapping> devices,
        @NullWhenEmpty List<String> deviceCgroupRules,
        @NullWhenEmpty List<DeviceRequest> deviceRequests,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long kernelMemory,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonProperty("KernelMemoryTCP")
                long kernelMemoryTcp,
        long memoryReservation,
        long memorySwap,
        @Nullable Long memorySwappiness,
        @Nullable Boolean oomKillDisable,
        @Nullable Long pidsLimit,
        List<Ulimit> ulimits,
        long cpuCount,
        long cpuPercent,
        @JsonProperty("IOMaximumIOps") long ioMaximumIops,
        @JsonProperty("IOMaximumBandwidth") long ioMaximumBandwidth) {

    /** No limit at all. */
    public static final Resources NONE = builder().build();

    /** Fills in what is absent. */
    public Resources {
        cgroupParent = Absent.orNull(cgroupParent);
        cpusetCpus = Absent.orNull(cpusetCpus);
        cpusetMems = Absent.orNull(cpusetMems);
        blkioWeightDevice = Absent.list(blkioWeightDevice);
        blkioDeviceReadBps = Absent.list(blkioDeviceReadBps);
        blkioDeviceWriteBps = Absent.list(blkioDeviceWriteBps);
        blkioDeviceReadIops = Absent.list(blkioDeviceReadIops);
        blkioDeviceWriteIops = Absent.list(blkioDeviceWriteIops);
        devices = Absent.list(devices);
        deviceCgroupRules = Absent.list(deviceCgroupRules);
        deviceRequests = Absent.list(deviceRequests);
        ulimits = Absent.list(ulimits);
    }

    /** Begins limits of which none is set. */
    public static ResourcesBuilder builder() {
        return ResourcesBuilder.builder();
    }

    /** Begins limits like these. */
    public ResourcesBuilder toBuilder() {
        return ResourcesBuilder.builder(this);
    }

    /**
     * A weight at one disk.
     *
     * @param path the disk's path on the host
     * @param weight 10 to 1000
     */
    public record WeightDevice(String path, int weight) {

        /** Fills in what is absent. */
        public WeightDevice {
            path = Absent.text(path);
        }
    }

    /**
     * A rate at one disk.
     *
     * @param path the disk's path on the host
     * @param rate bytes or operations a second
     */
    public record ThrottleDevice(String path, long rate) {

        /** Fills in what is absent. */
        public ThrottleDevice {
            path = Absent.text(path);
        }
    }

    /**
     * A device of the host.
     *
     * @param pathOnHost its path on the host
     * @param pathInContainer its path inside
     * @param cgroupPermissions some of {@code rwm}; empty for all
     */
    public record DeviceMapping(
            String pathOnHost, String pathInContainer, String cgroupPermissions) {

        /** Fills in what is absent. */
        public DeviceMapping {
            pathOnHost = Absent.text(pathOnHost);
            pathInContainer = Absent.text(pathInContainer);
            cgroupPermissions = Absent.text(cgroupPermissions);
        }
    }

    /**
     * Devices that a driver of the engine shall find.
     *
     * @param driver the driver; empty for any
     * @param count how many; -1 for all
     * @param deviceIds which
     * @param capabilities what they must do: one of the lists, all words of it
     * @param options more for the driver
     */
    public record DeviceRequest(
            String driver,
            int count,
            @NullWhenEmpty @JsonProperty("DeviceIDs") List<String> deviceIds,
            List<List<String>> capabilities,
            Map<String, String> options) {

        /** Fills in what is absent. */
        public DeviceRequest {
            driver = Absent.text(driver);
            deviceIds = Absent.list(deviceIds);
            capabilities = Absent.list(capabilities);
            options = Absent.map(options);
        }
    }

    /**
     * A limit of each process.
     *
     * @param name for example {@code nofile}
     * @param soft the limit; -1 for none
     * @param hard how far a process may raise it; -1 for any
     */
    public record Ulimit(String name, long soft, long hard) {

        /** Fills in what is absent. */
        public Ulimit {
            name = Absent.text(name);
        }
    }
}
