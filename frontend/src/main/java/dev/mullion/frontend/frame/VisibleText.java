package dev.mullion.frontend.frame;

/**
 * Text from outside (names, labels, messages of an engine) made safe to look at. The browser
 * already keeps it from being markup; this keeps it from hiding things: control characters become
 * their visible pictures, characters that turn the reading direction around become a visible mark.
 */
public final class VisibleText {

    /** Longer texts are cut, so that one hostile label cannot weigh a page down. */
    private static final int LONGEST = 4096;

    private static final char CONTROL_PICTURES = '\u2400';
    private static final char DELETE_PICTURE = '\u2421';
    private static final char REPLACEMENT = '\uFFFD';

    private VisibleText() {}

    /** The text on one line: line breaks are shown as pictures too. */
    public static String of(String raw) {
        return shown(raw, false);
    }

    /** The text with its line breaks and tabs kept, for messages of several lines. */
    public static String ofLines(String raw) {
        return shown(raw, true);
    }

    private static String shown(String raw, boolean keepLines) {
        int length = Math.min(raw.length(), LONGEST);
        StringBuilder text = new StringBuilder(length + 1);
        for (int i = 0; i < length; i++) {
            text.append(shown(raw.charAt(i), keepLines));
        }
        return raw.length() > LONGEST ? text.append('…').toString() : text.toString();
    }

    private static char shown(char character, boolean keepLines) {
        if (keepLines && (character == '\n' || character == '\t')) {
            return character;
        }
        if (character < ' ') {
            return (char) (CONTROL_PICTURES + character);
        }
        if (character == '\u007F') {
            return DELETE_PICTURE;
        }
        return turnsTextAround(character) || isSecondControlSet(character)
                ? REPLACEMENT
                : character;
    }

    private static boolean isSecondControlSet(char character) {
        return character >= '\u0080' && character <= '\u009F';
    }

    private static boolean turnsTextAround(char character) {
        return (character >= '\u202A' && character <= '\u202E')
                || (character >= '\u2066' && character <= '\u2069')
                || character == '\u200E'
                || character == '\u200F'
                || character == '\u061C';
    }
}
