package dev.mullion.security.guardrail;

import dev.mullion.docker.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Repositories by their parts: the registry, and the parts of the path. */
final class Repository {

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
        boolean registryOnly = text.indexOf('/') < 0;
        if (registryOnly && text.indexOf('.') < 0 && text.indexOf(':') < 0) {
            throw wrong(at, text);
        }
        try {
            // a whole reference is the shortest that has the grammar checked
            ImageReference read = ImageReference.of(registryOnly ? text + "/x" : text);
            String whole = read.domain() + "/" + read.path();
            boolean named =
                    whole.toLowerCase(Locale.ROOT)
                            .equals((registryOnly ? text + "/x" : text).toLowerCase(Locale.ROOT));
            if (!named || read.digest().isPresent()) {
                throw wrong(at, text);
            }
            List<String> parts = parts(read);
            return registryOnly ? parts.subList(0, 1) : parts;
        } catch (IllegalArgumentException e) {
            throw e instanceof PolicyFormatException known ? known : wrong(at, text);
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
