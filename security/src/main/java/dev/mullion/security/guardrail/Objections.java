package dev.mullion.security.guardrail;

import java.util.ArrayList;
import java.util.List;

/** Collects what one rule has against a request. */
final class Objections {

    /** Longer texts are cut where they are repeated. */
    private static final int LONGEST = 120;

    /** What is against one member of the request. */
    record Objection(String rule, String field, String asked, String allowed, String remedy) {

        Finding from(Origin origin) {
            return new Finding(rule, field, asked, allowed, origin, remedy);
        }
    }

    private final String rule;
    private final List<Objection> all = new ArrayList<>(0);

    Objections(String rule) {
        this.rule = rule;
    }

    /**
     * Notes an objection.
     *
     * @param field the member; like what is asked for, it may repeat what somebody made up
     * @param asked what is asked for, without secrets
     * @param allowed what is allowed, as a clause
     * @param remedy what would pass, as a sentence
     */
    void add(String field, String asked, String allowed, String remedy) {
        all.add(new Objection(rule, shown(field), shown(asked), allowed, remedy));
    }

    List<Objection> all() {
        return all;
    }

    /** Whether the same member is refused for the same content here. */
    boolean names(Objection other) {
        return all.stream()
                .anyMatch(mine ->
                        mine.field().equals(other.field()) && mine.asked().equals(other.asked()));
    }

    /** Quoted, cut, and without control characters: it goes into pages, logs and terminals. */
    static String quoted(String given) {
        return "\"" + shown(given) + "\"";
    }

    private static String shown(String given) {
        StringBuilder shown = new StringBuilder();
        given.codePoints().limit(LONGEST).forEach(c -> shown.appendCodePoint(plain(c)));
        return shown.append(given.codePointCount(0, given.length()) > LONGEST ? "…" : "")
                .toString();
    }

    private static int plain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    0xFFFD;
            default -> c;
        };
    }
}
