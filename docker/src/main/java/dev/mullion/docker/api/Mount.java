package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something to mount into a container that is being created.
 *
 * @param type {@code bind}, {@code volume}, {@code tmpfs}, {@code npipe}, {@code image} or {@code
 *     cluster}
 * @param source the volume's name or the path on the host; absent for a new volume or a tmpfs
 * @param target the path inside
 * @param readOnly whether it can't be written inside
 * @param consistency a wish that only Docker Desktop knows
 * @param bindOptions more about a bind
 * @param volumeOptions more about a volume
 * @param tmpfsOptions more about a tmpfs
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Mount(
        String type,
        @Nullable String source,
        String target,
        boolean readOnly,
        @Nullable String consistency,
        @Nullable BindOptions bindOptions,
        @Nullable VolumeOptions volumeOptions,
        @Nullable TmpfsOptions tmpfsOptions) {

    /** Fills in what is absent. */
    public Mount {
        source = Absent.orNull(source);
        consistency = Absent.orNull(consistency);
        type = Absent.text(type);
        target = Absent.text(target);
    }

    /** A mount without anything special. */
    public static Mount of(String type, @Nullable String source, String target, boolean readOnly) {
        return new Mount(type, source, target, readOnly, null, null, null, null);
    }

    /**
     * More about a bind.
     *
     * @param propagation how mounts inside spread, for example {@code rprivate}
     * @param nonRecursive whether mounts below the source are left out
     * @param createMountpoint whether a missing source is made, as a folder
     * @param readOnlyNonRecursive whether only the mount itself is read-only, not those below
     * @param readOnlyForceRecursive whether it must fail where those below can't be read-only
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record BindOptions(
            @Nullable String propagation,
            boolean nonRecursive,
            boolean createMountpoint,
            boolean readOnlyNonRecursive,
            boolean readOnlyForceRecursive) {

        /** Fills in what is absent. */
        public BindOptions {
            propagation = Absent.orNull(propagation);
        }
    }

    /**
     * More about a volume.
     *
     * @param noCopy whether an empty volume stays empty, instead of getting what the image has
     *     there
     * @param labels labels of a volume that is made for it
     * @param driverConfig the driver of a volume that is made for it
     * @param subpath a folder in the volume that is mounted instead of its top
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record VolumeOptions(
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean noCopy,
            Map<String, String> labels,
            @Nullable DriverConfig driverConfig,
            @Nullable String subpath) {

        /** Fills in what is absent. */
        public VolumeOptions {
            labels = Absent.map(labels);
            subpath = Absent.orNull(subpath);
        }
    }

    /**
     * A volume's driver.
     *
     * @param name for example {@code local}
     * @param options what the driver is told
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record DriverConfig(@Nullable String name, Map<String, String> options) {

        /** Fills in what is absent. */
        public DriverConfig {
            name = Absent.orNull(name);
            options = Absent.map(options);
        }
    }

    /**
     * More about a tmpfs.
     *
     * @param sizeBytes the most it holds; 0 for no limit of its own
     * @param mode permission bits of its top; 0 for the usual ones
     * @param options more options, each with or without a value
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record TmpfsOptions(
            long sizeBytes,
            int mode,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<List<String>> options) {

        /** Fills in what is absent. */
        public TmpfsOptions {
            options = Absent.list(options);
        }
    }
}
