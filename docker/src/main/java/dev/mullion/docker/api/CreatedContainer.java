package dev.mullion.docker.api;

import dev.mullion.docker.ContainerId;
import java.util.List;

/**
 * The answer to the request for a new container.
 *
 * @param id the new container
 * @param warnings what the engine ignored or couldn't do
 */
public record CreatedContainer(ContainerId id, List<String> warnings) {

    /** Fills in what is absent; without an id nothing was created. */
    public CreatedContainer {
        id = Absent.required(id, "id of the new container");
        warnings = Absent.list(warnings);
    }
}
