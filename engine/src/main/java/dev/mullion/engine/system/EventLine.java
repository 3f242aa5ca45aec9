package dev.mullion.engine.system;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.mullion.docker.api.EngineEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is sent: with the members of old, which some clients still read, for containers
 * and images.
 *
 * @param status the action
 * @param id of the container or image
 * @param from the container's image
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventLine(
        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("status") @Nullable String status,
        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("id") @Nullable String id,
        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("from") @Nullable String from,
        @JsonUnwrapped EngineEvent event) {

    static EventLine of(EngineEvent event) {
        boolean container = event.type().equals("container");
        boolean told = container || event.type().equals("image");
        return new EventLine(
                told ? event.action() : null,
                told ? event.actor().id() : null,
                container ? event.actor().attributes().get("image") : null,
                event);
    }
}
