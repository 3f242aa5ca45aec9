package dev.mullion.backend.container;

/** How a container is doing, as a person would say it. */
public enum ContainerStatus {
    /** Never started. */
    CREATED,
    RUNNING,
    PAUSED,
    /** It ended and the engine is about to start it again. */
    RESTARTING,
    REMOVING,
    /** It ended well, or was told to end. */
    STOPPED,
    /** It ended with an error of its own. */
    FAILED,
    /** It runs, but its health check says that it is not well. */
    UNHEALTHY,
    /** Removing it failed half-way. */
    DEAD,
    /** The engine uses a word that this version does not know. */
    UNKNOWN
}
