package dev.mullion.engine.registry;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request.
 *
 * @param method for example {@code GET}
 * @param uri whole address
 * @param headers beside those that HTTP itself needs
 * @param authorization the value of that header; sent to the address's own host only
 * @param body null for none
 */
record Ask(
        String method,
        URI uri,
        Map<String, String> headers,
        @Nullable String authorization,
        @Nullable HttpEntity body) {

    static Ask of(String method, URI uri) {
        return new Ask(method, uri, Map.of(), null, null);
    }

    Ask with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Ask(method, uri, more, authorization, body);
    }

    Ask body(HttpEntity content) {
        return new Ask(method, uri, headers, authorization, content);
    }

    Ask authorized(@Nullable String value) {
        return new Ask(method, uri, headers, value, body);
    }

    Ask at(URI other) {
        return new Ask(method, other, headers, authorization, body);
    }

    /** Returns what was asked as Docker writes it, without what a query might give away. */
    String shown() {
        String verb = method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT);
        return verb + " \"" + shown(uri) + "\"";
    }

    static String shown(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }

    @Override
    public String toString() {
        return shown();
    }
}
