package dev.mullion.security.guardrail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** How the values that are words of a fixed list stand in a document: {@code hyperv}. */
final class Words {

    private Words() {}

    /** One word. */
    static <E extends Enum<E> & Bound<E>> Notation<E> one(Class<E> words) {
        return new Notation<>() {
            @Override
            public E read(JsonNode json, String at) {
                return word(words, json, at);
            }

            @Override
            public Object write(E value) {
                return written(value);
            }
        };
    }

    /** A list of words. */
    static <E extends Enum<E>> Notation<Demands<E>> list(Class<E> words) {
        return new Notation<>() {
            @Override
            public Demands<E> read(JsonNode json, String at) {
                if (!json.isArray()) {
                    throw new PolicyFormatException(
                            at, at + " must be a list of some of " + all(words));
                }
                List<E> read = new ArrayList<>();
                for (JsonNode element : json) {
                    read.add(word(words, element, at));
                }
                return new Demands<>(read);
            }

            @Override
            public Object write(Demands<E> value) {
                return value.demanded().stream().map(Words::written).toList();
            }
        };
    }

    static String written(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> E word(Class<E> words, JsonNode json, String at) {
        for (E word : words.getEnumConstants()) {
            if (json.isString() && json.stringValue().equals(written(word))) {
                return word;
            }
        }
        throw new PolicyFormatException(at, at + " must be one of " + all(words));
    }

    private static <E extends Enum<E>> String all(Class<E> words) {
        List<String> all = new ArrayList<>();
        for (E word : words.getEnumConstants()) {
            all.add('"' + written(word) + '"');
        }
        return String.join(", ", all);
    }
}
