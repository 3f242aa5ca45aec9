package dev.mullion.docker.client;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a container's log is wanted.
 *
 * @param stdout whether its output is
 * @param stderr whether its error output is
 * @param follow whether the stream goes on with what is written later, until the container ends
 * @param timestamps whether each line begins with its moment and a space
 * @param since from when on; absent for from the start
 * @param until up to when; absent for up to the end
 * @param tail only so many of the last lines; -1 for all
 * @param silence how long nothing may come before the stream fails with an {@link
 *     EngineTimeoutException}; absent for no limit while following, else for the client's limit for
 *     a call
 */
public record LogQuery(
        boolean stdout,
        boolean stderr,
        boolean follow,
        boolean timestamps,
        @Nullable Instant since,
        @Nullable Instant until,
        int tail,
        @Nullable Duration silence) {

    /**
     * Checks the query.
     *
     * @throws IllegalArgumentException if neither output is wanted, {@code tail} is below -1 or the
     *     silence is no time
     */
    public LogQuery {
        if (!stdout && !stderr) {
            throw new IllegalArgumentException(
                    "No log can be read: neither the output nor the error output is wanted");
        }
        if (tail < -1) {
            throw new IllegalArgumentException(
                    "No log can be read: " + tail + " isn't a number of lines, nor -1 for all");
        }
        if (silence != null && !silence.isPositive()) {
            throw new IllegalArgumentException("No log can be read: it must have time to come");
        }
    }

    /**
     * Returns a query for everything there is.
     *
     * @return both outputs, without timestamps, ending where the log ends now
     */
    public static LogQuery everything() {
        return new LogQuery(true, true, false, false, null, null, -1, null);
    }

    /**
     * Returns a query for the last lines.
     *
     * @param lines how many
     * @return both outputs, without timestamps, ending where the log ends now
     */
    public static LogQuery last(int lines) {
        return new LogQuery(true, true, false, false, null, null, lines, null);
    }

    /**
     * Returns the same query, going on with what is written later.
     *
     * @return the new query
     */
    public LogQuery following() {
        return new LogQuery(stdout, stderr, true, timestamps, since, until, tail, silence);
    }

    /**
     * Returns the same query, each line with its moment.
     *
     * @return the new query
     */
    public LogQuery withTimestamps() {
        return new LogQuery(stdout, stderr, follow, true, since, until, tail, silence);
    }

    /**
     * Returns the same query for what was written from a moment on.
     *
     * @param moment when it begins
     * @return the new query
     */
    public LogQuery startingAt(Instant moment) {
        return new LogQuery(stdout, stderr, follow, timestamps, moment, until, tail, silence);
    }

    /**
     * Returns the same query, giving up when nothing comes.
     *
     * @param longest how long nothing may come
     * @return the new query
     */
    public LogQuery givingUpAfter(Duration longest) {
        return new LogQuery(stdout, stderr, follow, timestamps, since, until, tail, longest);
    }
}
