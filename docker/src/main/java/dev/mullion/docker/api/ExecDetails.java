package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an exec is doing ({@code GET /exec/{id}/json}).
 *
 * @param id the exec
 * @param openStdin whether its input is open
 * @param openStderr whether its error output is
 * @param openStdout whether its output is
 * @param canRemove whether it is about to be forgotten
 * @param detachKeys the keys that leave it
 * @param running whether it runs
 * @param exitCode what it returned; absent until it ended
 * @param pid its process on the host; 0 if there is none
 * @param containerId the container it runs in
 * @param processConfig what it runs
 */
public record ExecDetails(
        @JsonProperty("ID") String id,
        boolean running,
        @Nullable Long exitCode,
        long pid,
        @Nullable @JsonProperty("ContainerID") String containerId,
        @Nullable Command processConfig,
        boolean openStdin,
        boolean openStderr,
        boolean openStdout,
        boolean canRemove,
        @Nullable String detachKeys) {

    /** Fills in what is absent. */
    public ExecDetails {
        containerId = Absent.orNull(containerId);
        detachKeys = Absent.orNull(detachKeys);
        id = Absent.text(id);
    }

    /**
     * What an exec runs.
     *
     * @param tty whether it has a terminal
     * @param entrypoint the program
     * @param arguments what it is given
     * @param privileged whether nothing keeps it from the host
     * @param user who runs it
     */
    public record Command(
            @JsonProperty("tty") boolean tty,
            @Nullable @JsonProperty("entrypoint") String entrypoint,
            @JsonProperty("arguments") List<String> arguments,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable @JsonProperty("privileged")
                    Boolean privileged,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable @JsonProperty("user")
                    String user) {

        /** Fills in what is absent. */
        public Command {
            entrypoint = Absent.orNull(entrypoint);
            user = Absent.orNull(user);
            arguments = Absent.list(arguments);
        }
    }
}
