package dev.mullion.engine.container;

import dev.mullion.engine.EngineProblem;
import java.nio.file.Path;

/** The volumes, as far as containers need them. */
@SuppressWarnings("DoNotCallSuggester") // until there are volumes
final class ContainerVolumes {

    /** Makes a volume that isn't there. */
    void ensure(MountPlan.NewVolume volume) {
        throw missing(volume.name());
    }

    Path mountpoint(String name) {
        throw missing(name);
    }

    /** Where a mount's content is on the host; empty if it is nowhere. */
    String place(PlannedMount mount) {
        String source = mount.source();
        return source == null ? "" : source;
    }

    void populate(String name, Path content) {
        throw missing(name);
    }

    void remove(String name) {
        throw missing(name);
    }

    private static EngineProblem missing(String name) {
        return EngineProblem.notImplemented("volume " + name + " can't be had yet");
    }
}
