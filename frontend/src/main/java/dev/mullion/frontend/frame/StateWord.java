package dev.mullion.frontend.frame;

import dev.mullion.backend.activity.ActivityState;
import dev.mullion.backend.container.ContainerStatus;
import dev.mullion.backend.host.HostState;
import java.util.Locale;

/**
 * A state in the words of the pages: one set, the same wherever the state appears.
 *
 * @param tone how it feels
 * @param word what it is called
 */
public record StateWord(Tone tone, String word) {

    /** The same state when nobody can say whether it still holds, for example "Was running". */
    public StateWord lastSeen() {
        return new StateWord(Tone.UNKNOWN, "Was " + word.toLowerCase(Locale.ROOT));
    }

    public static StateWord of(HostState state) {
        return switch (state) {
            case CONNECTING -> new StateWord(Tone.BUSY, "Connecting");
            case READY -> new StateWord(Tone.GOOD, "Ready");
            case UNREACHABLE -> new StateWord(Tone.BAD, "Unreachable");
            case REFUSED -> new StateWord(Tone.BAD, "Refused");
        };
    }

    public static StateWord of(ContainerStatus status) {
        return switch (status) {
            case CREATED -> new StateWord(Tone.QUIET, "Created");
            case RUNNING -> new StateWord(Tone.GOOD, "Running");
            case PAUSED -> new StateWord(Tone.QUIET, "Paused");
            case RESTARTING -> new StateWord(Tone.WARNING, "Restarting");
            case REMOVING -> new StateWord(Tone.BUSY, "Removing");
            case STOPPED -> new StateWord(Tone.QUIET, "Stopped");
            case FAILED -> new StateWord(Tone.BAD, "Failed");
            case UNHEALTHY -> new StateWord(Tone.WARNING, "Unhealthy");
            case DEAD -> new StateWord(Tone.BAD, "Dead");
            case UNKNOWN -> new StateWord(Tone.UNKNOWN, "Unknown");
        };
    }

    public static StateWord of(ActivityState state) {
        return switch (state) {
            case QUEUED -> new StateWord(Tone.QUIET, "Waiting");
            case RUNNING -> new StateWord(Tone.BUSY, "Running");
            case SUCCEEDED -> new StateWord(Tone.GOOD, "Done");
            case FAILED -> new StateWord(Tone.BAD, "Failed");
            case CANCELLED -> new StateWord(Tone.QUIET, "Cancelled");
            case INTERRUPTED -> new StateWord(Tone.WARNING, "Interrupted");
        };
    }
}
