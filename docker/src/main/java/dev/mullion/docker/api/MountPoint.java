package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Something that is mounted into a container, as an engine reports it.
 *
 * @param type {@code bind}, {@code volume}, {@code tmpfs}, {@code npipe}…
 * @param name the volume's name, if it is one
 * @param source the path on the host
 * @param destination the path inside
 * @param driver the volume's driver, if it is one
 * @param mode options as they were given
 * @param rw whether it can be written
 * @param propagation how mounts inside spread, on Linux
 */
public record MountPoint(
        String type,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable String name,
        @Nullable String source,
        String destination,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable String driver,
        @Nullable String mode,
        @JsonProperty("RW") boolean rw,
        @Nullable String propagation) {

    /** Fills in what is absent. */
    public MountPoint {
        name = Absent.orNull(name);
        source = Absent.orNull(source);
        driver = Absent.orNull(driver);
        mode = Absent.orNull(mode);
        propagation = Absent.orNull(propagation);
        type = Absent.text(type);
        destination = Absent.text(destination);
    }
}
