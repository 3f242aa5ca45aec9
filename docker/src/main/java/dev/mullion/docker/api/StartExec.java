package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The request to start an exec ({@code POST /exec/{id}/start}).
 *
 * @param detach whether nobody stays connected to it
 * @param tty whether it has a terminal, as when it was created
 * @param consoleSize rows and columns of its terminal at first; empty leaves them to the engine
 */
public record StartExec(
        boolean detach,
        boolean tty,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> consoleSize) {

    /** Fills in what is absent. */
    public StartExec {
        consoleSize = Absent.list(consoleSize);
    }
}
