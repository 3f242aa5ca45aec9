package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A port of a container, in a list of containers.
 *
 * @param ip the host's address it is published on, if it is
 * @param privatePort the port inside
 * @param publicPort the port on the host; 0 if it isn't published
 * @param type {@code tcp}, {@code udp} or {@code sctp}
 */
public record PublishedPort(
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable @JsonProperty("IP") String ip,
        int privatePort,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int publicPort,
        String type) {

    /** Fills in what is absent. */
    public PublishedPort {
        ip = Absent.orNull(ip);
        type = type == null || type.isEmpty() ? "tcp" : type;
    }
}
