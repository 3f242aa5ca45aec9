package dev.mullion.engine.container;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a container stands, as people read it in lists. */
final class StatusText {

    private StatusText() {}

    static String of(Standing standing, Instant now) {
        return switch (standing.phase()) {
            case CREATED -> "Created";
            case RUNNING -> "Up " + since(standing.startedAt(), now);
            case PAUSED -> "Up " + since(standing.startedAt(), now) + " (Paused)";
            case RESTARTING -> "Restarting " + ended(standing, now);
            case REMOVING -> "Removal In Progress";
            case EXITED -> "Exited " + ended(standing, now);
            case DEAD -> "Dead";
        };
    }

    private static String ended(Standing standing, Instant now) {
        return "(" + standing.exitCode() + ") " + since(standing.finishedAt(), now) + " ago";
    }

    private static String since(@Nullable Instant then, Instant now) {
        return then == null ? human(Duration.ZERO) : human(Duration.between(then, now));
    }

    /** Says a time in the rough steps that Docker's clients have learned to read. */
    static String human(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        long hours = Math.round(seconds / 3600.0);
        if (seconds < 1) {
            return "Less than a second";
        } else if (seconds == 1) {
            return "1 second";
        } else if (seconds < 60) {
            return seconds + " seconds";
        } else if (seconds < 120) {
            return "About a minute";
        } else if (seconds < 3600) {
            return seconds / 60 + " minutes";
        } else if (hours == 1) {
            return "About an hour";
        } else if (hours < 48) {
            return hours + " hours";
        } else if (hours < 24 * 7 * 2) {
            return hours / 24 + " days";
        } else if (hours < 24 * 30 * 2) {
            return hours / 24 / 7 + " weeks";
        } else if (hours < 24 * 365 * 2) {
            return hours / 24 / 30 + " months";
        }
        return hours / 24 / 365 + " years";
    }
}
