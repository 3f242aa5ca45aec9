package dev.mullion.hcs.emulator.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Command lines as Windows' programs take them apart. */
final class CommandLine {

    private CommandLine() {}

    /**
     * Splits into arguments: blanks separate, quotes hold together, a backslash escapes a quote and
     * other backslashes only before one.
     */
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (true) {
            while (at < line.length() && blank(line.charAt(at))) {
                at++;
            }
            if (at == line.length()) {
                return words;
            }
            var word = new StringBuilder();
            at = word(line, at, word);
            words.add(word.toString());
        }
    }

    private static int word(String line, int begin, StringBuilder word) {
        boolean quoted = false;
        int at = begin;
        while (at < line.length() && (quoted || !blank(line.charAt(at)))) {
            int slashes = 0;
            while (at < line.length() && line.charAt(at) == '\\') {
                slashes++;
                at++;
            }
            boolean quote = at < line.length() && line.charAt(at) == '"';
            word.repeat('\\', quote ? slashes / 2 : slashes);
            if (quote) {
                if (slashes % 2 == 1) {
                    word.append('"');
                } else {
                    quoted = !quoted;
                }
                at++;
            } else if (at < line.length() && (quoted || !blank(line.charAt(at)))) {
                word.append(line.charAt(at));
                at++;
            }
        }
        return at;
    }

    /** The program's name in small letters, without its folder and {@code .exe}. */
    static String name(String line) {
        String stripped = line.strip();
        String first = stripped.substring(0, endOfName(stripped)).replace("\"", "");
        String file = first.substring(first.lastIndexOf('\\') + 1);
        String small = file.toLowerCase(Locale.ROOT);
        return small.endsWith(".exe") ? small.substring(0, small.length() - 4) : small;
    }

    /** Everything after the program's name and one blank. */
    static String afterName(String line) {
        String stripped = line.stripLeading();
        String rest = stripped.substring(endOfName(stripped));
        return rest.isEmpty() || !blank(rest.charAt(0)) ? rest : rest.substring(1);
    }

    private static int endOfName(String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && blank(c)) {
                return i;
            }
        }
        return line.length();
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t';
    }
}
