package dev.mullion.engine.runtime;

import java.nio.file.Path;
import java.util.List;

/** Something mounted into a container. */
public sealed interface MountSpec {

    /** The absolute path inside. */
    String target();

    /**
     * A file or folder of the host.
     *
     * @param source it must be there
     * @param target the path inside; made if missing
     * @param readOnly whether it can't be written
     * @param options more, for example {@code rshared} or {@code noexec}
     */
    record Bind(Path source, String target, boolean readOnly, List<String> options)
            implements MountSpec {}

    /**
     * A named pipe of the host.
     *
     * @param source for example {@code \\.\pipe\one}
     * @param target its name inside, of the same shape
     */
    record Pipe(String source, String target) implements MountSpec {}

    /**
     * Memory.
     *
     * @param target the path inside
     * @param options for example {@code size=64m}, {@code mode=1777}
     */
    record Memory(String target, List<String> options) implements MountSpec {}
}
