package dev.mullion.hcs.document;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The one line that a program of Windows is started with, from the list of arguments that it shall
 * see. {@code CommandLineToArgvW} and the C runtime of Microsoft, by which nearly all programs take
 * their line apart, give the list back. {@code cmd.exe} reads its line in its own way: a line for
 * it is handed over as it is.
 */
public final class WindowsCommandLine {

    private WindowsCommandLine() {}

    /**
     * Joins arguments. One that is empty or has a space or a tab is put in quotes; a quote is
     * escaped by a backslash, and so are the backslashes right before a quote.
     *
     * @param arguments the program and what follows; a program can have no quote in its name
     * @return the line; Windows takes at most 32,766 characters
     * @throws IllegalArgumentException if there is no argument
     */
    public static String of(List<String> arguments) {
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("A command line begins with a program");
        }
        return arguments.stream().map(WindowsCommandLine::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String argument) {
        boolean quotes =
                argument.isEmpty() || argument.indexOf(' ') >= 0 || argument.indexOf('\t') >= 0;
        var line = new StringBuilder(argument.length() + 2);
        if (quotes) {
            line.append('"');
        }
        int backslashes = 0;
        for (int i = 0; i < argument.length(); i++) {
            char letter = argument.charAt(i);
            if (letter == '"') {
                // those before it would be halved, and one more takes the quote's meaning away
                line.repeat('\\', backslashes + 1);
            }
            backslashes = letter == '\\' ? backslashes + 1 : 0;
            line.append(letter);
        }
        if (quotes) {
            line.repeat('\\', backslashes).append('"');
        }
        return line.toString();
    }
}
