package dev.mullion.engine.registry;

import dev.mullion.docker.api.DockerJson;
import dev.mullion.docker.client.RegistryCredentials;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The headers in which clients hand on credentials: JSON in Base64 for URLs. */
public final class RegistryAuthHeader {

    /** Credentials for one registry. */
    public static final String ONE = "X-Registry-Auth";

    /** Credentials for several registries, each under its address. */
    public static final String SEVERAL = "X-Registry-Config";

    private static final int LONGEST = 64 << 10;

    private RegistryAuthHeader() {}

    /**
     * Reads {@code X-Registry-Auth}.
     *
     * @param header null if there was none
     * @return the credentials; nothing if there are none in it, or it can't be read: Docker then
     *     goes on without any, and clients rely on that
     */
    public static Optional<RegistryCredentials> credentials(@Nullable String header) {
        JsonNode tree = tree(header);
        return tree == null ? Optional.empty() : credentials(tree);
    }

    /** Reads {@code X-Registry-Config}; what can't be read in it is left out. */
    public static Map<String, RegistryCredentials> all(@Nullable String header) {
        Map<String, RegistryCredentials> found = new LinkedHashMap<>();
        JsonNode tree = tree(header);
        if (tree != null) {
            tree.properties()
                    .forEach(one ->
                            credentials(one.getValue())
                                    .ifPresent(read -> found.put(one.getKey(), read)));
        }
        return found;
    }

    private static @Nullable JsonNode tree(@Nullable String header) {
        if (header == null || header.isEmpty() || header.length() > LONGEST) {
            return null;
        }
        // some clients write it for URLs, some don't; padding or not
        String text = header.strip().replace('+', '-').replace('/', '_').replace("=", "");
        try {
            JsonNode tree = DockerJson.mapper().readTree(Base64.getUrlDecoder().decode(text));
            return tree.isObject() ? tree : null;
        } catch (IllegalArgumentException | JacksonException e) {
            return null;
        }
    }

    static Optional<RegistryCredentials> credentials(JsonNode tree) {
        String username = text(tree, "username");
        String password = text(tree, "password");
        String both = text(tree, "auth");
        if (username.isEmpty() && !both.isEmpty()) {
            String plain = decoded(both);
            int colon = plain.indexOf(':');
            if (colon > 0) {
                username = plain.substring(0, colon);
                password = plain.substring(colon + 1);
            }
        }
        String identity = text(tree, "identitytoken");
        String registry = text(tree, "registrytoken");
        if (username.isEmpty() && identity.isEmpty() && registry.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new RegistryCredentials(
                        username,
                        password,
                        emptyToNull(text(tree, "serveraddress")),
                        emptyToNull(identity),
                        emptyToNull(registry)));
    }

    private static String text(JsonNode tree, String name) {
        JsonNode value = tree.path(name);
        return value.isString() ? value.stringValue() : "";
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String decoded(String base64) {
        try {
            return new String(
                    Base64.getDecoder().decode(base64), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
