package dev.mullion.frontend.container;

import java.util.regex.Pattern;

/** A word of a command line, quoted so that a POSIX shell reads back exactly what was meant. */
final class ShellWord {

    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ShellWord() {}

    static String of(String word) {
        return SAFE.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
