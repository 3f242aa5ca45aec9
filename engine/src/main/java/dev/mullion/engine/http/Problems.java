package dev.mullion.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mullion.docker.api.DockerJson;
import java.util.Map;

/** The body of an answer that says no. */
final class Problems {

    private Problems() {}

    static byte[] json(String message) {
        return (DockerJson.mapper().writeValueAsString(Map.of("message", message)) + "\n")
                .getBytes(UTF_8);
    }
}
