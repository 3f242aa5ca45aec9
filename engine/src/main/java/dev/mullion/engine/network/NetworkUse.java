package dev.mullion.engine.network;

import dev.mullion.docker.ContainerId;
import dev.mullion.engine.EngineProblem;

/** The containers, as networks see them. */
public interface NetworkUse {

    /**
     * Finds the process whose network another container shall join.
     *
     * @param reference the container's name, id or the beginning of its id
     * @return its pid
     * @throws EngineProblem 404 if there is no such container, 409 if it isn't running
     */
    long requireProcess(String reference);

    /** A container's name, without a slash; empty if there is none. */
    String name(ContainerId container);
}
