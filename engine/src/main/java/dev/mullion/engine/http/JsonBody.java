package dev.mullion.engine.http;

import dev.mullion.docker.api.DockerJson;
import dev.mullion.docker.api.DocumentedNames;
import dev.mullion.engine.EngineProblem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request's JSON: strict where it could be read in two ways, else as tolerant as Docker. */
final class JsonBody {

    private static final JsonMapper MAPPER =
            DockerJson.mapper()
                    .rebuild()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private static final int MOST_TOKENS = 100_000;

    private JsonBody() {}

    static JsonMapper mapper() {
        return MAPPER;
    }

    /**
     * Reads a body.
     *
     * @param contentType as it was sent
     * @return empty if there is no body
     * @throws EngineProblem if it is no JSON
     */
    static Optional<JsonNode> read(byte[] bytes, @Nullable String contentType) {
        if (bytes.length == 0) {
            return Optional.empty();
        }
        if (!isJson(contentType)) {
            throw EngineProblem.invalid(
                    "unsupported Content-Type header ("
                            + (contentType == null ? "" : contentType)
                            + "): must be 'application/json'");
        }
        try {
            requireFew(bytes);
            JsonNode tree = MAPPER.readTree(bytes);
            // "null" is as good as nothing to Go
            return tree.isNull() || tree.isMissingNode() ? Optional.empty() : Optional.of(tree);
        } catch (JacksonException e) {
            throw EngineProblem.invalid("invalid JSON: " + e.getOriginalMessage());
        }
    }

    /** The smallest values take thirty times the room in memory that they have in the request. */
    private static void requireFew(byte[] bytes) {
        try (JsonParser tokens = MAPPER.createParser(bytes)) {
            int count = 0;
            while (tokens.nextToken() != null) {
                if (++count > MOST_TOKENS) {
                    throw EngineProblem.invalid(
                            "the request body has more than the "
                                    + MOST_TOKENS
                                    + " names, values and brackets that are read");
                }
            }
        }
    }

    static <T> T as(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(DocumentedNames.of(tree, type), type);
        } catch (JacksonException | IllegalArgumentException e) {
            String reason =
                    e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
            throw EngineProblem.invalid("invalid JSON: " + reason);
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        int end = contentType.indexOf(';');
        String type = end < 0 ? contentType : contentType.substring(0, end);
        return type.trim().equalsIgnoreCase("application/json");
    }
}
