package dev.mullion.docker.client;

import dev.mullion.docker.api.DockerJson;
import java.nio.charset.StandardCharsets;
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
 * @param signer says that it was allowed; null where nobody asks
 * @param limit the longest it may take; for a stream, to its beginning
 */
record Ask(
        String asked,
        String method,
        Target target,
        @Nullable String json,
        Map<String, String> headers,
        @Nullable RequestSigner signer,
        Duration limit) {

    static Ask get(String asked, Target target, Duration limit) {
        return new Ask(asked, "GET", target, null, Map.of(), null, limit);
    }

    static Ask post(String asked, Target target, Duration limit) {
        return new Ask(asked, "POST", target, null, Map.of(), null, limit);
    }

    static Ask delete(String asked, Target target, Duration limit) {
        return new Ask(asked, "DELETE", target, null, Map.of(), null, limit);
    }

    Ask body(Object document) {
        return new Ask(
                asked,
                method,
                target,
                DockerJson.mapper().writeValueAsString(document),
                headers,
                signer,
                limit);
    }

    Ask header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Ask(asked, method, target, json, more, signer, limit);
    }

    Ask by(@Nullable RequestSigner newSigner) {
        return new Ask(asked, method, target, json, headers, newSigner, limit);
    }

    /** The same with what its signer says about it. */
    Ask signed(String path) {
        if (signer == null) {
            return this;
        }
        byte[] body = json == null ? new byte[0] : json.getBytes(StandardCharsets.UTF_8);
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.putAll(signer.headers(method, path, body));
        return new Ask(asked, method, target, json, more, null, limit);
    }
}
