package dev.mullion.backend.host;

import dev.mullion.backend.Problem;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What labels of a host may be. */
final class HostLabels {

    static final int MOST = 64;

    private static final int LONGEST_TEXT = 256;
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,62}[A-Za-z0-9])?");

    private HostLabels() {}

    /**
     * Gives the labels in order.
     *
     * @throws Problem if there are too many, or one can't be
     */
    static SortedMap<String, String> check(Map<String, String> labels, String asked) {
        if (labels.size() > MOST) {
            throw Problem.invalid(
                    "labels",
                    asked,
                    "these are " + labels.size() + " labels",
                    "Keep to " + MOST + ".");
        }
        labels.forEach((name, text) -> check(name, text, asked));
        return Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    private static void check(String name, String text, String asked) {
        if (!NAME.matcher(name).matches()) {
            throw Problem.invalid(
                    "labels",
                    asked,
                    "\"" + Words.quotable(name) + "\" is no name for a label",
                    "Use 1 to 64 letters, digits, dots, dashes, underscores and slashes, with a"
                            + " letter or digit at both ends.");
        }
        if (text.length() > LONGEST_TEXT) {
            throw Problem.invalid(
                    "labels",
                    asked,
                    "the text of label \"" + name + "\" has " + text.length() + " characters",
                    "Keep to " + LONGEST_TEXT + ".");
        }
        if (!Visible.all(text)) {
            throw Problem.invalid(
                    "labels",
                    asked,
                    "the text of label \"" + name + "\" has characters that can't be seen",
                    "Leave out line breaks and control characters.");
        }
    }
}
