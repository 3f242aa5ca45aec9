package dev.mullion.engine.image;

import dev.mullion.docker.Digest;
import dev.mullion.docker.ImageReference;
import dev.mullion.engine.EngineProblem;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds images by what people type, in the order in which Docker looks. */
final class Names {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern ID_PREFIX = Pattern.compile("[0-9a-f]{1,64}");
    private static final String SHA_256 = "sha256:";

    private Names() {}

    /**
     * Finds an image.
     *
     * @param asked a name, a name with a digest, an id or the beginning of one
     * @throws EngineProblem 400 if it can't be any of these
     */
    static Optional<Digest> find(String asked, Catalogue.Contents contents) {
        Digest whole = wholeId(asked);
        if (whole != null) {
            return Optional.of(whole).filter(contents.images()::containsKey);
        }
        Digest named = contents.names().get(key(parse(asked)));
        if (named != null) {
            return Optional.of(named);
        }
        return byPrefix(asked, contents.images().keySet());
    }

    /** Docker's words for an image that isn't here. */
    static EngineProblem missing(String asked) {
        Digest whole = wholeId(asked);
        return EngineProblem.notFound(
                "No such image: " + (whole != null ? whole.toString() : parse(asked).familiar()));
    }

    /**
     * Reads a name.
     *
     * @throws EngineProblem 400 in Docker's words
     */
    static ImageReference parse(String text) {
        try {
            return ImageReference.of(text);
        } catch (IllegalArgumentException e) {
            throw EngineProblem.invalid(
                    String.valueOf(e.getMessage()).contains("lower case")
                            ? "invalid reference format: repository name must be lowercase"
                            : "invalid reference format");
        }
    }

    /** Whether somebody typed an id or its beginning, and not a name of this image. */
    static boolean isIdOf(String asked, Digest id) {
        String hex = asked.startsWith(SHA_256) ? asked.substring(SHA_256.length()) : asked;
        return ID_PREFIX.matcher(hex).matches() && id.hex().startsWith(hex);
    }

    /** The repository as people write it. */
    static String familiarRepository(ImageReference name) {
        String tagged = name.withTag("x").familiar();
        return tagged.substring(0, tagged.length() - 2);
    }

    /** What the name is kept under: a digest says more than a tag beside it. */
    static String key(ImageReference name) {
        return name.digest().map(name::withDigest).orElse(name).toString();
    }

    /** The names with a tag, as people write them. */
    static List<String> tags(Collection<String> names) {
        return names.stream()
                .map(ImageReference::of)
                .filter(name -> name.digest().isEmpty())
                .map(ImageReference::familiar)
                .toList();
    }

    /** The names with a digest, as people write them. */
    static List<String> digests(Collection<String> names) {
        return names.stream()
                .map(ImageReference::of)
                .filter(name -> name.digest().isPresent())
                .map(ImageReference::familiar)
                .toList();
    }

    private static @Nullable Digest wholeId(String asked) {
        String hex = asked.startsWith(SHA_256) ? asked.substring(SHA_256.length()) : asked;
        return ID.matcher(hex).matches() ? new Digest("sha256", hex) : null;
    }

    /** One that begins so; several are none, as for Docker. */
    private static Optional<Digest> byPrefix(String asked, Collection<Digest> ids) {
        List<Digest> fitting = ids.stream().filter(id -> isIdOf(asked, id)).limit(2).toList();
        return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }
}
