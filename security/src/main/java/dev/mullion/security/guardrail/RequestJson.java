package dev.mullion.security.guardrail;

import dev.mullion.docker.api.CreateContainer;
import dev.mullion.docker.api.DockerJson;
import dev.mullion.docker.api.DocumentedNames;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests to create a container as JSON, read so that nobody can read them otherwise: a member
 * that is there twice, in whatever case of letters, and one that isn't known are refused. Engines
 * ignore the case of members, so that is done here, too.
 */
public final class RequestJson {

    private static final int LONGEST = 1 << 20;

    private static final JsonMapper MAPPER =
            DockerJson.mapper()
                    .rebuild()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .build();

    private RequestJson() {}

    /**
     * Reads a request.
     *
     * @throws RequestFormatException if it isn't understood completely
     */
    public static CreateContainer read(String json) {
        if (json.length() > LONGEST) {
            throw new RequestFormatException("The request is longer than a request can be.");
        }
        try {
            JsonNode tree = MAPPER.readTree(json);
            if (!tree.isObject()) {
                throw new RequestFormatException("A request is a JSON object.");
            }
            CreateContainer request =
                    MAPPER.treeToValue(
                            DocumentedNames.of(tree, CreateContainer.class), CreateContainer.class);
            if (request.config().image().isEmpty()) {
                throw new RequestFormatException("The request names no image.");
            }
            return request;
        } catch (IllegalArgumentException twice) {
            throw new RequestFormatException(
                    "The request isn't understood: "
                            + Objections.quoted(String.valueOf(twice.getMessage())));
        } catch (JacksonException e) {
            throw new RequestFormatException(
                    "The request isn't understood: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }
}
