package dev.mullion.engine.container;

import dev.mullion.docker.api.MountPoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is mounted into a container at each of its starts.
 *
 * @param kind what it is
 * @param name the volume's name; null for the others
 * @param source the path on the host; null for memory, and for a volume until it is asked for
 * @param destination the absolute path inside
 * @param mode options as they were given
 * @param writable whether it can be written inside
 * @param propagation how mounts inside spread; null for not at all
 * @param options more mount options
 * @param createSource whether a missing source is made, as a folder
 * @param copy whether an empty volume gets what the image has there
 */
record PlannedMount(
        Kind kind,
        @Nullable String name,
        @Nullable String source,
        String destination,
        String mode,
        boolean writable,
        @Nullable String propagation,
        List<String> options,
        boolean createSource,
        boolean copy) {

    /** What can be mounted. */
    enum Kind {
        BIND,
        VOLUME,
        TMPFS,
        PIPE
    }

    PlannedMount {
        mode = mode == null ? "" : mode;
        options = options == null ? List.of() : List.copyOf(options);
    }

    static PlannedMount bind(
            String source,
            String destination,
            String mode,
            boolean writable,
            @Nullable String propagation,
            boolean createSource) {
        return new PlannedMount(
                Kind.BIND,
                null,
                source,
                destination,
                mode,
                writable,
                propagation,
                List.of(),
                createSource,
                false);
    }

    static PlannedMount volume(
            String name, String destination, String mode, boolean writable, boolean copy) {
        return new PlannedMount(
                Kind.VOLUME, name, null, destination, mode, writable, null, List.of(), false, copy);
    }

    static PlannedMount pipe(String source, String destination) {
        return new PlannedMount(
                Kind.PIPE, null, source, destination, "", true, null, List.of(), false, false);
    }

    static PlannedMount memory(String destination, boolean writable, List<String> options) {
        return new PlannedMount(
                Kind.TMPFS, null, null, destination, "", writable, null, options, false, false);
    }

    /** The same as {@code --volumes-from} takes it over. */
    PlannedMount takenOver(String newMode, boolean alsoWritable) {
        return new PlannedMount(
                kind,
                name,
                source,
                destination,
                newMode,
                writable && alsoWritable,
                propagation,
                options,
                createSource,
                false);
    }

    /**
     * As clients are told of it.
     *
     * @param place where it is on the host; empty if it is nowhere
     */
    MountPoint point(String place) {
        return switch (kind) {
            case BIND ->
                    new MountPoint(
                            "bind",
                            null,
                            place,
                            destination,
                            null,
                            mode,
                            writable,
                            propagation == null ? "rprivate" : propagation);
            case VOLUME ->
                    new MountPoint("volume", name, place, destination, "local", mode, writable, "");
            case PIPE ->
                    new MountPoint("npipe", null, place, destination, null, mode, writable, "");
            case TMPFS -> new MountPoint("tmpfs", null, "", destination, null, mode, writable, "");
        };
    }
}
