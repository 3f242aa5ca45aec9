package dev.mullion.security;

import java.time.Duration;

/** Too many tries; the caller has to wait. */
public class ThrottledException extends RuntimeException {

    private final Duration wait;

    public ThrottledException(Duration wait) {
        super("Too many tries");
        this.wait = wait;
    }

    @Override
    public String getMessage() {
        return "Too many tries. Wait " + inWords(wait) + ", then try again.";
    }

    /** How long until the next try is let through, if nobody else tries meanwhile. */
    public Duration waitFor() {
        return wait;
    }

    /** A waiting time as people say it, rounded up: "40 seconds", "3 minutes". */
    public static String inWords(Duration wait) {
        long seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
        if (seconds == 1) {
            return "1 second";
        }
        return seconds <= 90 ? seconds + " seconds" : (seconds + 59) / 60 + " minutes";
    }
}
