package dev.mullion.backend.host;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The facts in the status text that engines write into lists, for example {@code Up 2 hours
 * (healthy)}, {@code Up 5 minutes (Paused)}, {@code Exited (137) 3 days ago}, {@code Restarting (1)
 * 2 seconds ago}. Lists have them nowhere else.
 *
 * @param verb its first word, in the engine's case; empty if there is no text
 * @param note what is in the round brackets, an exit code or a state of health; null without
 */
public record StatusWords(String verb, @Nullable String note) {

    private static final Pattern NOTE = Pattern.compile("\\(([^()]{1,80})\\)");

    static StatusWords of(String text) {
        int space = text.indexOf(' ');
        Matcher note = NOTE.matcher(text);
        return new StatusWords(
                space < 0 ? text : text.substring(0, space), note.find() ? note.group(1) : null);
    }

    /** The exit code, where the text has one. */
    public Optional<Integer> exitCode() {
        // the engine writes a 32 bit number, negative too on Windows
        return note != null && note.matches("-?\\d{1,9}")
                ? Optional.of(Integer.valueOf(note))
                : note != null && note.matches("-?\\d{10}")
                        ? Optional.of((int) Long.parseLong(note))
                        : Optional.empty();
    }

    /** Whether a health check says that it is not well. */
    public boolean unhealthy() {
        return "unhealthy".equals(note);
    }
}
