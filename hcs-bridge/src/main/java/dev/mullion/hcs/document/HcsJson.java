package dev.mullion.hcs.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * How the records become JSON and back. Names are in Pascal case; what isn't set isn't written,
 * because the service takes neither null nor a member it doesn't know. Members unknown here are
 * ignored: newer builds tell more.
 */
public final class HcsJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .changeDefaultPropertyInclusion(
                            all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
                    .build();

    private HcsJson() {}

    /**
     * Writes a document.
     *
     * @param document one of the records
     * @return JSON on one line
     */
    public static String write(Object document) {
        return MAPPER.writeValueAsString(document);
    }

    /**
     * Reads a document.
     *
     * @param json as the service wrote it
     * @param type one of the records
     * @param <T> the same
     * @return the record
     * @throws tools.jackson.core.JacksonException if it isn't such a document
     */
    public static <T> T read(String json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }
}
