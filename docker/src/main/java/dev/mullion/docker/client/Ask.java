package dev.mullion.docker.client;

import dev.mullion.docker.api.DockerJson;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of an engine.
 *
 * @param asked in words that go on after "could not"
 * @param method GET, POST or DELETE
 * @param target path and query, without the version
 * @param json the body, if there is one
 * @param headers what goes beside those that every request has
 * @param limit the longest it may take; for a stream, to its beginning
 */
record Ask(
        String asked,
        String method,
        Target target,
        @Nullable String json,
        Map<String, String> headers,
        Duration limit) {

    static Ask get(String asked, Target target, Duration limit) {
        return new Ask(asked, "GET", target, null, Map.of(), limit);
    }

    static Ask post(String asked, Target target, Duration limit) {
        return new Ask(asked, "POST", target, null, Map.of(), limit);
    }

    static Ask delete(String asked, Target target, Duration limit) {
        return new Ask(asked, "DELETE", target, null, Map.of(), limit);
    }

    Ask body(Object document) {
        return new Ask(
                asked,
                method,
                target,
                DockerJson.mapper().writeValueAsString(document),
                headers,
                limit);
    }

    Ask header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Ask(asked, method, target, json, more, limit);
    }
}
