package dev.mullion.hcs.emulator.compute;

import java.util.Locale;

/** The states of a system. */
enum SystemState {
    /** It isn't there: it couldn't be created. */
    ABSENT,
    CREATING,
    CREATED,
    STARTING,
    RUNNING,
    PAUSED,
    STOPPING,
    STOPPED;

    /** As the service names it. */
    String word() {
        return switch (this) {
            case CREATED, RUNNING, PAUSED, STOPPED ->
                    name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
            case STARTING -> "Created";
            case STOPPING -> "Running";
            case ABSENT, CREATING -> "Unknown";
        };
    }
}
