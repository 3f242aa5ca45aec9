package dev.mullion.engine.container;

import dev.mullion.docker.api.ContainerConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command of an image that was built for Windows. If it says so ({@code ArgsEscaped}), its
 * first word is a command line already, as the shell form of a Dockerfile makes it, and must not be
 * quoted again.
 */
final class WindowsCommand {

    private WindowsCommand() {}

    static @Nullable String line(ContainerConfig config) {
        List<String> words = new ArrayList<>(config.entrypoint());
        words.addAll(config.cmd());
        if (!Boolean.TRUE.equals(config.argsEscaped()) || words.isEmpty()) {
            return null;
        }
        StringBuilder line = new StringBuilder(words.getFirst());
        words.stream().skip(1).forEach(word -> line.append(' ').append(quoted(word)));
        return line.toString();
    }

    /**
     * Quotes a word so that programs read it back as it was (Microsoft's "Parsing C command-line
     * arguments"): backslashes count only in front of a quotation mark.
     */
    static String quoted(String word) {
        boolean spaces = word.isEmpty() || word.chars().anyMatch(c -> c == ' ' || c == '\t');
        StringBuilder text = new StringBuilder(spaces ? "\"" : "");
        int slashes = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '"') {
                text.repeat('\\', slashes + 1);
            }
            text.append(c);
            slashes = c == '\\' ? slashes + 1 : 0;
        }
        return spaces ? text.repeat('\\', slashes).append('"').toString() : text.toString();
    }
}
