package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * The request to change a container ({@code POST /containers/{id}/update}).
 *
 * @param resources what changes of its limits; 0 and absent members don't
 * @param restartPolicy when it is started again; absent leaves that as it is
 */
public record UpdateContainer(
        @JsonUnwrapped Resources resources, @Nullable RestartPolicy restartPolicy) {

    /** Fills in what is absent. */
    public UpdateContainer {
        resources = resources == null ? Resources.NONE : resources;
    }
}
