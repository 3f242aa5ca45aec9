package dev.mullion.engine.registry;

import dev.mullion.docker.api.DockerJson;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What kind of document a manifest is. */
final class MediaTypes {

    private static final Set<String> KNOWN =
            Set.of(
                    Manifest.OCI_INDEX,
                    Manifest.DOCKER_LIST,
                    Manifest.OCI_MANIFEST,
                    Manifest.DOCKER_MANIFEST);

    private MediaTypes() {}

    /**
     * Tells a document's type: the header's if that is one of a manifest, else what the document
     * says of itself, as some registries send everything as plain JSON.
     */
    static String of(@Nullable String header, byte[] document) throws RegistryException {
        String told = header == null ? "" : header;
        int semicolon = told.indexOf(';');
        String type =
                (semicolon < 0 ? told : told.substring(0, semicolon))
                        .strip()
                        .toLowerCase(Locale.ROOT);
        JsonNode tree;
        try {
            tree = DockerJson.mapper().readTree(document);
        } catch (JacksonException e) {
            throw new RegistryException(
                    RegistryException.Kind.WRONG, "The registry's manifest isn't JSON", e);
        }
        String own = tree.path("mediaType").asString("");
        if (KNOWN.contains(type)) {
            if (KNOWN.contains(own)
                    && Manifest.INDEXES.contains(own) != Manifest.INDEXES.contains(type)) {
                // one document that is a list to some and an image to others is how images are
                // smuggled
                throw new RegistryException(
                        RegistryException.Kind.WRONG,
                        "The registry sends a manifest as " + type + " that calls itself " + own);
            }
            return type;
        }
        if (KNOWN.contains(own)) {
            return own;
        }
        if (tree.has("manifests") == tree.has("layers")) {
            return RegistryText.clean(type);
        }
        return tree.has("manifests") ? Manifest.OCI_INDEX : Manifest.OCI_MANIFEST;
    }
}
