package dev.mullion.engine.image;

import dev.mullion.docker.ImageReference;
import dev.mullion.engine.http.BoundedText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which images a list shows.
 *
 * @param dangling true for those without a tag only, false for none of them, null for both
 * @param references patterns of names; empty for any name
 * @param labels whether an image with these labels is shown
 * @param before made before this moment; null for any
 * @param since made after this moment; null for any
 */
record ImageQuery(
        @Nullable Boolean dangling,
        List<Pattern> references,
        Predicate<Map<String, String>> labels,
        @Nullable Instant before,
        @Nullable Instant since) {

    static final ImageQuery ALL = new ImageQuery(null, List.of(), labels -> true, null, null);

    /**
     * A pattern as Go's path.Match has them: {@code *} and {@code ?} stop at slashes.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Pattern glob(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '*' -> regex.append("[^/]*");
                case '?' -> regex.append("[^/]");
                case '[' -> {
                    int end = text.indexOf(']', i + 2);
                    if (end < 0) {
                        throw new IllegalArgumentException("syntax error in pattern");
                    }
                    String inside = text.substring(i + 1, end).replace("\\", "\\\\");
                    regex.append('[').append(inside.replace("[", "\\[").replace("&", "\\&"));
                    regex.append(']');
                    i = end;
                }
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString());
    }

    boolean wantsName(ImageReference name) {
        if (references.isEmpty()) {
            return true;
        }
        String whole = name.familiar();
        String repository = Names.familiarRepository(name);
        return references.stream()
                .anyMatch(pattern -> matches(pattern, whole) || matches(pattern, repository));
    }

    private static boolean matches(Pattern pattern, String name) {
        return pattern.matcher(new BoundedText(name)).matches();
    }

    /**
     * Whether an image is shown.
     *
     * @param names those of its names that are wanted
     */
    boolean wants(KnownImage image, List<String> names, Instant created) {
        boolean tagged =
                names.stream().anyMatch(name -> ImageReference.of(name).digest().isEmpty());
        boolean fits = dangling == null || (dangling ? !tagged : !names.isEmpty());
        return fits
                && (references.isEmpty() || !names.isEmpty())
                && labels.test(image.config().config().labels())
                && (before == null || created.isBefore(before))
                && (since == null || created.isAfter(since));
    }
}
