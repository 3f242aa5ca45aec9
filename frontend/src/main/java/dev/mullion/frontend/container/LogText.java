package dev.mullion.frontend.container;

/**
 * What a container wrote, made safe to show: escape sequences that would colour, move or rename
 * something in a terminal are left out, other control characters become their visible pictures,
 * characters that would turn the reading direction around become a visible mark. Tabs become
 * blanks. What is left is one line of text that hides nothing.
 */
final class LogText {

    private static final char ESCAPE = '\u001B';
    private static final char BELL = '\u0007';
    private static final char CONTROL_PICTURES = '\u2400';
    private static final char DELETE_PICTURE = '\u2421';
    private static final char REPLACEMENT = '\uFFFD';
    private static final int TAB = 8;

    private final String raw;
    private final StringBuilder text;
    private int at;

    private LogText(String raw) {
        this.raw = raw;
        this.text = new StringBuilder(raw.length());
    }

    /** One line of output without its line feed; a carriage return at its end goes, too. */
    static String of(String raw) {
        int end = raw.length();
        while (end > 0 && raw.charAt(end - 1) == '\r') {
            end--;
        }
        String line = end == raw.length() ? raw : raw.substring(0, end);
        return isPlain(line) ? line : new LogText(line).cleaned();
    }

    private static boolean isPlain(String line) {
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            if (character < ' ' || character > '~') {
                return false;
            }
        }
        return true;
    }

    private String cleaned() {
        while (at < raw.length()) {
            char character = raw.charAt(at++);
            if (character == ESCAPE) {
                skipEscape();
            } else if (character == '\u009B') {
                skipControlSequence();
            } else {
                append(character);
            }
        }
        return text.toString();
    }

    private void append(char character) {
        if (character == '\t') {
            text.repeat(' ', TAB - text.length() % TAB);
        } else if (character < ' ') {
            text.append((char) (CONTROL_PICTURES + character));
        } else if (character == '\u007F') {
            text.append(DELETE_PICTURE);
        } else if (Character.isSurrogate(character)) {
            appendSurrogate(character);
        } else if (isHidden(character)) {
            text.append(REPLACEMENT);
        } else {
            text.append(character);
        }
    }

    private void appendSurrogate(char character) {
        boolean pair =
                Character.isHighSurrogate(character)
                        && at < raw.length()
                        && Character.isLowSurrogate(raw.charAt(at));
        if (pair) {
            text.append(character).append(raw.charAt(at++));
        } else {
            text.append(REPLACEMENT);
        }
    }

    /** Second control set, direction marks and overrides, line separators, interlinear marks. */
    private static boolean isHidden(char character) {
        return (character >= '\u0080' && character <= '\u009F')
                || (character >= '\u202A' && character <= '\u202E')
                || (character >= '\u2066' && character <= '\u2069')
                || (character >= '\uFFF9' && character <= '\uFFFB')
                || character == '\u2028'
                || character == '\u2029'
                || character == '\u200E'
                || character == '\u200F'
                || character == '\u061C'
                || character == '\uFEFF';
    }

    /** ECMA-48: what follows an escape decides how long the sequence is. */
    private void skipEscape() {
        if (at >= raw.length()) {
            return;
        }
        char kind = raw.charAt(at);
        if (kind == '[') {
            at++;
            skipControlSequence();
        } else if (kind == ']' || kind == 'P' || kind == 'X' || kind == '^' || kind == '_') {
            at++;
            skipString();
        } else if (kind >= ' ' && kind <= '~') {
            skipIntermediates();
        }
    }

    private void skipIntermediates() {
        while (at < raw.length() && raw.charAt(at) >= ' ' && raw.charAt(at) <= '/') {
            at++;
        }
        if (at < raw.length() && raw.charAt(at) >= '0' && raw.charAt(at) <= '~') {
            at++;
        }
    }

    /** Parameters and intermediates, then one final byte; anything else ends it early. */
    private void skipControlSequence() {
        while (at < raw.length() && raw.charAt(at) >= ' ' && raw.charAt(at) <= '?') {
            at++;
        }
        if (at < raw.length() && raw.charAt(at) >= '@' && raw.charAt(at) <= '~') {
            at++;
        }
    }

    /**
     * A title or the like, up to bell or string terminator; without an end on this line it is
     * shown.
     */
    private void skipString() {
        for (int i = at; i < raw.length(); i++) {
            char character = raw.charAt(i);
            if (character == BELL || character == '\u009C') {
                at = i + 1;
                return;
            }
            if (character == ESCAPE && i + 1 < raw.length() && raw.charAt(i + 1) == '\\') {
                at = i + 2;
                return;
            }
        }
    }
}
