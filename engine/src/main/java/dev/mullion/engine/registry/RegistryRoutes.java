package dev.mullion.engine.registry;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.docker.api.DockerJson;
import dev.mullion.docker.client.RegistryCredentials;
import dev.mullion.engine.EngineProblem;
import dev.mullion.engine.http.Call;
import dev.mullion.engine.http.Routes;
import dev.mullion.engine.registry.RegistryException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The part of the API about registries themselves. */
public final class RegistryRoutes {

    private static final int LARGEST_CONFIG = 4 << 20;
    private static final List<String> PLATFORM =
            List.of("architecture", "os", "os.version", "os.features", "variant");

    private final RegistryClient registries;

    /** Answers by means of a client. */
    public RegistryRoutes(RegistryClient registries) {
        this.registries = registries;
    }

    /** Adds the routes. */
    public void addTo(Routes routes) {
        routes.post("/auth", this::signIn).get("/distribution/{name...}/json", this::inspect);
    }

    private void signIn(Call call) throws IOException {
        JsonNode body = call.tree();
        RegistryCredentials credentials =
                RegistryAuthHeader.credentials(body)
                        .orElseGet(() -> new RegistryCredentials("", "", null));
        String token;
        try {
            token = registries.signIn(body.path("serveraddress").asString(""), credentials);
        } catch (RegistryException e) {
            throw e.kind() == Kind.UNAUTHORIZED
                    ? EngineProblem.unauthorized(RegistryText.words(e))
                    : e.problem();
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("IdentityToken", token);
        answer.put("Status", "Login Succeeded");
        call.json(200, answer);
    }

    private void inspect(Call call) throws IOException {
        ImageReference reference;
        try {
            reference = ImageReference.of(call.path("name"));
        } catch (IllegalArgumentException e) {
            throw EngineProblem.invalid("invalid reference format: " + e.getMessage());
        }
        RegistryCredentials credentials =
                RegistryAuthHeader.credentials(call.header(RegistryAuthHeader.ONE)).orElse(null);
        try {
            Manifest manifest = registries.manifest(reference, credentials);
            Map<String, Object> descriptor = new LinkedHashMap<>();
            descriptor.put("mediaType", manifest.mediaType());
            descriptor.put("digest", manifest.digest().toString());
            descriptor.put("size", manifest.bytes().length);
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("Descriptor", descriptor);
            answer.put("Platforms", platforms(reference, manifest, credentials));
            call.json(200, answer);
        } catch (RegistryException e) {
            throw e.problem();
        }
    }

    private List<Map<String, Object>> platforms(
            ImageReference reference, Manifest manifest, @Nullable RegistryCredentials credentials)
            throws IOException {
        try {
            JsonNode tree = DockerJson.mapper().readTree(manifest.bytes());
            List<Map<String, Object>> all = new ArrayList<>();
            if (manifest.index()) {
                for (JsonNode one : tree.path("manifests")) {
                    all.add(platform(one.path("platform")));
                }
            } else {
                all.add(platform(config(reference, tree.path("config"), credentials)));
            }
            return all;
        } catch (JacksonException | IllegalArgumentException e) {
            throw new RegistryException(
                    Kind.WRONG, reference + ": the manifest is damaged: " + e.getMessage(), e);
        }
    }

    private JsonNode config(
            ImageReference reference,
            JsonNode descriptor,
            @Nullable RegistryCredentials credentials)
            throws IOException {
        Digest digest = Digest.of(descriptor.path("digest").asString(""));
        long size = descriptor.path("size").asLong(-1);
        if (size < 0 || size > LARGEST_CONFIG) {
            throw new RegistryException(
                    Kind.WRONG,
                    reference
                            + ": the image's configuration has "
                            + size
                            + " bytes, more than "
                            + LARGEST_CONFIG);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (BlobDownload download =
                new BlobDownload(registries, reference, digest, size, credentials)) {
            download.run(0, download.newHash(), bytes::write, here -> {});
        }
        return DockerJson.mapper().readTree(bytes.toByteArray());
    }

    private static Map<String, Object> platform(JsonNode tree) {
        Map<String, Object> platform = new LinkedHashMap<>();
        for (String name : PLATFORM) {
            if (tree.has(name)) {
                platform.put(name, tree.get(name));
            }
        }
        return platform;
    }
}
