package dev.mullion.docker.api;

import org.jspecify.annotations.Nullable;

/**
 * Something to mount into a container that is being created.
 *
 * @param type {@code bind}, {@code volume}, {@code tmpfs} or {@code npipe}
 * @param source the volume's name or the path on the host; absent for a new volume or a tmpfs
 * @param target the path inside
 * @param readOnly whether it can't be written inside
 */
public record Mount(String type, @Nullable String source, String target, boolean readOnly) {

    /** Fills in what is absent. */
    public Mount {
        source = Absent.orNull(source);
        type = Absent.text(type);
        target = Absent.text(target);
    }
}
