package dev.mullion.docker.client;

import org.jspecify.annotations.Nullable;

/**
 * How to connect to a container's own process.
 *
 * @param stdin whether to write to it
 * @param stdout whether to read its output
 * @param stderr whether to read its error output
 * @param logs whether to begin with what it has written so far
 * @param detachKeys keys that end the connection from within a terminal; absent for the engine's
 */
public record AttachOptions(
        boolean stdin, boolean stdout, boolean stderr, boolean logs, @Nullable String detachKeys) {

    /**
     * Returns options for writing and reading from now on.
     *
     * @return input, output and error output, without what was written before
     */
    public static AttachOptions everything() {
        return new AttachOptions(true, true, true, false, null);
    }

    /**
     * Returns options for reading from now on.
     *
     * @return output and error output, without what was written before
     */
    public static AttachOptions outputOnly() {
        return new AttachOptions(false, true, true, false, null);
    }
}
