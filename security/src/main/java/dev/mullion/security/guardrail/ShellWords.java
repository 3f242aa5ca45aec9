package dev.mullion.security.guardrail;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a line into words where every shell would: at spaces, with quotes. What one shell takes
 * for something else than another, or would run, is refused. A backslash is what it is, as Windows'
 * paths need it.
 */
final class ShellWords {

    private static final String RUNS_SOMETHING = ";|&<>`$%!(){}#*";

    private final String text;
    private final List<String> words = new ArrayList<>();
    private @Nullable StringBuilder word;
    private int at;

    private ShellWords(String text) {
        this.text = text;
    }

    static List<String> of(String line) {
        // at the end of a line sh has \, PowerShell ` and cmd ^ for: it goes on
        ShellWords split = new ShellWords(line.strip().replaceAll("[ \\t]+[\\\\`^]\\r?\\n", " "));
        split.all();
        return split.words;
    }

    private void all() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case ' ', '\t' -> end();
                case '\'', '"' -> quoted(c);
                case '\n', '\r' ->
                        throw new RequestFormatException(
                                "Only one line is read; join the lines with \\ at their ends.");
                default -> plain(c);
            }
        }
        end();
    }

    private void quoted(char quote) {
        int close = text.indexOf(quote, at);
        if (close < 0) {
            throw new RequestFormatException("A quotation mark isn't closed.");
        }
        String inside = text.substring(at, close);
        boolean unclear = quote == '"' && (inside.indexOf('$') >= 0 || inside.indexOf('`') >= 0);
        if (unclear || inside.endsWith("\\")) {
            throw new RequestFormatException(
                    "What shells make of "
                            + Objections.quoted(inside)
                            + " differs; write out what it stands for.");
        }
        append(inside);
        at = close + 1;
    }

    private void plain(char c) {
        if (RUNS_SOMETHING.indexOf(c) >= 0) {
            throw new RequestFormatException(
                    "Shells do something of their own with \""
                            + c
                            + "\"; write out what it stands for, or put it in single quotes.");
        }
        boolean escapes = c == '\\' && at < text.length() && " \t'\"".indexOf(text.charAt(at)) >= 0;
        if (escapes) {
            throw new RequestFormatException(
                    "What shells make of a backslash there differs; use quotes.");
        }
        append(String.valueOf(c));
    }

    private void append(String more) {
        if (word == null) {
            word = new StringBuilder();
        }
        word.append(more);
    }

    private void end() {
        if (word != null) {
            words.add(word.toString());
            word = null;
        }
    }
}
