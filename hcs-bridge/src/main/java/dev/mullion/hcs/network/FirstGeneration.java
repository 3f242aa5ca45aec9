package dev.mullion.hcs.network;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How the network service answers {@code HNSCall}: {@code {"Success":true,"Output":…}}. */
final class FirstGeneration {

    private static final JsonMapper MAPPER = new JsonMapper();

    private FirstGeneration() {}

    /** What was asked for; nothing where the service says that it has no such thing. */
    static Optional<String> output(@Nullable String response) {
        if (response == null || response.isBlank()) {
            return Optional.empty();
        }
        JsonNode answer = MAPPER.readTree(response);
        return answer.path("Success").asBoolean(false) && answer.has("Output")
                ? Optional.of(answer.path("Output").toString())
                : Optional.empty();
    }
}
