package dev.mullion.backend.host;

/** Text that others chose, made fit to stand inside a message. */
public final class Words {

    private static final int LONGEST = 120;

    private Words() {}

    /** One line without control characters, cut at 120 characters. */
    public static String quotable(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
                .forEach(line::appendCodePoint);
        return text.codePointCount(0, text.length()) > LONGEST ? line + "…" : line.toString();
    }
}
