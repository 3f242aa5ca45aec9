package dev.mullion.backend.api;

import dev.mullion.backend.Problem;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the words of a query that stand for one of a few choices. */
final class QueryChoice {

    private QueryChoice() {}

    /**
     * What a word stands for.
     *
     * @throws Problem INVALID, naming the parameter and what could have stood there
     */
    static <E extends Enum<E>> E of(String parameter, Class<E> type, String word) {
        var all = type.getEnumConstants();
        try {
            return ApiJson.choice(all, ApiJson::word, word);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(
                            parameter,
                            "use \"%s\" as %s".formatted(word, parameter),
                            "it is none of the choices",
                            "Use one of "
                                    + Arrays.stream(all)
                                            .map(ApiJson::word)
                                            .collect(Collectors.joining(", "))
                                    + ".")
                    .causedBy(e);
        }
    }

    static <E extends Enum<E>> Set<E> all(
            String parameter, Class<E> type, @Nullable List<String> words) {
        var chosen = new LinkedHashSet<E>();
        if (words != null) {
            words.forEach(word -> chosen.add(of(parameter, type, word)));
        }
        return chosen;
    }
}
