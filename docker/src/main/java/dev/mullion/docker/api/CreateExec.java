package dev.mullion.docker.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request to run something more in a container ({@code POST /containers/{id}/exec}).
 *
 * @param detachKeys the keys that leave it, for example {@code ctrl-p,ctrl-q}
 * @param consoleSize rows and columns of its terminal at first; empty leaves them to the engine
 * @param attachStdin whether its input is wanted
 * @param attachStdout whether its output is wanted
 * @param attachStderr whether its error output is wanted
 * @param tty whether it gets a terminal
 * @param env its variables, {@code NAME=value}
 * @param cmd program and arguments
 * @param privileged whether nothing keeps it from the host
 * @param user who runs it; absent takes the container's
 * @param workingDir the folder it starts in; absent takes the container's
 */
public record CreateExec(
        @Nullable String detachKeys,
        List<Integer> consoleSize,
        boolean attachStdin,
        boolean attachStdout,
        boolean attachStderr,
        boolean tty,
        List<String> env,
        List<String> cmd,
        boolean privileged,
        @Nullable String user,
        @Nullable String workingDir) {

    /** Fills in what is absent. */
    public CreateExec {
        detachKeys = Absent.orNull(detachKeys);
        consoleSize = Absent.list(consoleSize);
        user = Absent.orNull(user);
        workingDir = Absent.orNull(workingDir);
        env = Absent.list(env);
        cmd = Absent.list(cmd);
    }

    /**
     * Returns a request with input, output and error output, without a terminal.
     *
     * @param cmd program and arguments
     * @return the request
     */
    public static CreateExec of(String... cmd) {
        return new CreateExec(
                null,
                List.of(),
                true,
                true,
                true,
                false,
                List.of(),
                List.of(cmd),
                false,
                null,
                null);
    }
}
