package dev.mullion.backend.host;

import java.text.Normalizer;
import java.util.Locale;

/**
 * What people call a host.
 *
 * @param text as it was given, without spaces around it
 */
record HostName(String text) {

    static final int LONGEST = 100;

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is empty, too long, or has characters that can't be
     *     seen; the message goes on after "the name"
     */
    HostName {
        text = text.strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("is empty");
        }
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
        }
        if (!Visible.all(text)) {
            throw new IllegalArgumentException("has characters that can't be seen");
        }
    }

    /** The form in which two names that people would take for the same are the same. */
    String key() {
        // folding both ways makes one of ß and SS, or of the three sigmas
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    /** The same name with a number behind it, for when the name itself is taken. */
    HostName numbered(int number) {
        String end = " " + number;
        String start =
                text.length() + end.length() > LONGEST
                        ? text.substring(0, LONGEST - end.length())
                        : text;
        return new HostName(start + end);
    }
}
