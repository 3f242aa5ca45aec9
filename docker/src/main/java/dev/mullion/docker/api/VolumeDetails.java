package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A volume of a host.
 *
 * @param createdAt when it was made
 * @param driver who keeps it, {@code local}
 * @param labels what people noted on it
 * @param mountpoint where on the host it lies
 * @param name for example {@code data}
 * @param options what its driver was told
 * @param scope {@code local} for one of this host alone
 * @param usageData what it takes; only where that was asked for
 */
public record VolumeDetails(
        Instant createdAt,
        String driver,
        @NullWhenEmpty Map<String, String> labels,
        String mountpoint,
        String name,
        @NullWhenEmpty Map<String, String> options,
        String scope,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UsageData usageData) {

    /** Fills in what is absent. */
    public VolumeDetails {
        labels = Absent.map(labels);
        options = Absent.map(options);
    }

    /**
     * What a volume takes.
     *
     * @param refCount containers that use it
     * @param size bytes; -1 if nobody knows
     */
    public record UsageData(long refCount, long size) {}

    /**
     * The volumes of a host.
     *
     * @param volumes all that were asked for
     * @param warnings what kept some from being listed
     */
    public record Listed(List<VolumeDetails> volumes, @NullWhenEmpty List<String> warnings) {

        /** Fills in what is absent. */
        public Listed {
            volumes = Absent.list(volumes);
            warnings = Absent.list(warnings);
        }
    }

    /**
     * Asks for a volume.
     *
     * @param name empty for one that gets a name of 64 hexadecimal digits
     * @param driver empty for {@code local}
     * @param driverOpts what the driver is told
     * @param labels what to note on it
     */
    public record Wanted(
            String name,
            String driver,
            Map<String, String> driverOpts,
            Map<String, String> labels) {

        /** Fills in what is absent. */
        public Wanted {
            name = Absent.text(name);
            driver = Absent.text(driver);
            driverOpts = Absent.map(driverOpts);
            labels = Absent.map(labels);
        }
    }
}
