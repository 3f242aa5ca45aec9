package dev.mullion.engine.network;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.EngineProblem;

/** The containers, as networks see them. */
public interface NetworkUse {

    /**
     * Finds the container whose network another one shall join.
     *
     * @param reference the container's name, id or the beginning of its id
     * @throws EngineProblem 404 if there is no such container, 409 if it isn't running
     */
    Peer requireRunning(String reference);

    /** A container's name, without a slash; empty if there is none. */
    String name(ContainerId container);

    /**
     * A container that runs.
     *
     * @param pid its first process
     */
    record Peer(ContainerId container, long pid) {}
}
