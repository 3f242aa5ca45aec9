package dev.mullion.engine.http;

import dev.mullion.docker.api.DockerJson;
import java.util.Map;

/** The body of an answer that says no. */
final class Problems {

    private Problems() {}

    static byte[] json(String message) {
        return DockerJson.mapper().writeValueAsBytes(Map.of("message", message));
    }
}
