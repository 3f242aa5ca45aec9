package dev.mullion.hcs.emulator;

/** A service or a driver of the machine: what all processes share. */
public interface Part {

    /**
     * Adds the functions by which one process reaches this part.
     *
     * @param functions of that process
     */
    void addTo(Functions functions);

    /** The compute service died and came back: what it knew only by heart is gone. */
    default void serviceRestarted() {}

    /** The machine is going down, and all its processes have ended. */
    default void rebooted() {}
}
