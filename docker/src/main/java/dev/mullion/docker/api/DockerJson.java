package dev.mullion.docker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** How the records become JSON and back. */
public final class DockerJson {

    /** Deeper than any document of the Docker Engine API, and far from exhausting a stack. */
    private static final int DEEPEST = 100;

    private static final JsonMapper MAPPER = build();

    private DockerJson() {}

    /**
     * Returns the mapper; it can't be changed and may be shared.
     *
     * @return a mapper that ignores unknown members, writes no empty ones, and refuses documents
     *     nested more than 100 deep
     */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    private static JsonMapper build() {
        JsonFactory factory =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                        .build();
        return JsonMapper.builder(factory)
                .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .addModule(new DockerTime())
                .changeDefaultPropertyInclusion(all ->
                        all.withValueInclusion(JsonInclude.Include.NON_EMPTY)
                                .withContentInclusion(JsonInclude.Include.ALWAYS))
                .build();
    }
}
