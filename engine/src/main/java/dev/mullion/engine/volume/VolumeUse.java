package dev.mullion.engine.volume;

import dev.mullion.docker.ContainerId;
import java.util.List;

/** Says which containers need a volume, so that it isn't removed under them. */
@FunctionalInterface
public interface VolumeUse {

    /**
     * Returns the containers that have a volume among their mounts, running or not. Waits for no
     * lock that is held while volumes are asked for anything.
     */
    List<ContainerId> users(String volume);
}
