package dev.mullion.security.guardrail;

import dev.mullion.docker.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Repositories by their parts: the registry, and the parts of the path. */
final class Repository {

    private static final String BELOW = "/x/x";

    private Repository() {}

    static List<String> parts(ImageReference image) {
        List<String> parts = new ArrayList<>();
        parts.add(image.domain().toLowerCase(Locale.ROOT));
        parts.addAll(List.of(image.path().split("/", -1)));
        return parts;
    }

    /**
     * Reads the beginning of a repository in a document.
     *
     * @param text a registry, or a registry and the beginning of a path in whole parts
     */
    static List<String> parts(String at, String text) {
        try {
            // two more parts make it a reference of which Docker fills nothing in
            ImageReference read = ImageReference.of(text + BELOW);
            List<String> parts = parts(read);
            List<String> named = parts.subList(0, parts.size() - 2);
            String first = text.split("/", -1)[0];
            if (!named.getFirst().equals(first.toLowerCase(Locale.ROOT))) {
                throw wrong(at, text);
            }
            return named;
        } catch (IllegalArgumentException e) {
            throw wrong(at, text);
        }
    }

    private static PolicyFormatException wrong(String at, String text) {
        return new PolicyFormatException(
                at,
                at
                        + " must name registries, or repositories with their registry and without"
                        + " a tag, like mcr.microsoft.com/windows or docker.io/library/nginx; "
                        + Objections.quoted(text)
                        + " isn't one");
    }
}
