package dev.mullion.docker.api;

/**
 * The answer to the request for an exec.
 *
 * @param id the exec, 64 hexadecimal digits
 */
public record CreatedExec(String id) {

    /** Without an id nothing was created. */
    public CreatedExec {
        id = Absent.required(id, "id of the new exec");
    }
}
