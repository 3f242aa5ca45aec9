package dev.mullion.hcs.emulator;

/** A service or a driver of the machine: what all processes share. */
public interface Part {

    /**
     * Adds the functions by which one process reaches this part.
     *
     * @param functions of that process
     */
    void addTo(Functions functions);

    /** The compute service died: what it knew only by heart is gone. */
    default void serviceStopped() {}

    /** The compute service is there again. */
    default void serviceStarted() {}

    /** The machine is going down, and all its processes have ended. */
    default void rebooted() {}
}
