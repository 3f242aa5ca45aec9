package dev.mullion.hcs.emulator.program;

import java.util.ArrayList;
import java.util.List;

/** A line of the command interpreter, taken apart at what isn't in quotes. */
final class Script {

    private Script() {}

    /** When a step runs. */
    enum When {
        ALWAYS,
        AFTER_SUCCESS,
        AFTER_FAILURE
    }

    /** Commands of which each reads what the one before it writes. */
    record Step(When when, List<String> commands) {}

    static List<Step> steps(String line) {
        List<Step> steps = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        var command = new StringBuilder();
        When when = When.ALWAYS;
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean doubled = i + 1 < line.length() && line.charAt(i + 1) == c;
            if (c == '"') {
                quoted = !quoted;
            }
            if (c == '^' && !quoted && i + 1 < line.length()) {
                // kept: what it protects is looked at once more, for redirections
                command.append(c).append(line.charAt(++i));
            } else if (quoted || (c != '&' && c != '|') || redirects(command, c)) {
                command.append(c);
            } else if (c == '|' && !doubled) {
                commands.add(command.toString());
                command.setLength(0);
            } else {
                commands.add(command.toString());
                command.setLength(0);
                steps.add(new Step(when, commands));
                commands = new ArrayList<>();
                when = next(c, doubled);
                i += doubled ? 1 : 0;
            }
        }
        commands.add(command.toString());
        steps.add(new Step(when, commands));
        return steps;
    }

    /** In {@code 2>&1} it is no separator. */
    private static boolean redirects(StringBuilder before, char c) {
        return c == '&' && !before.isEmpty() && before.charAt(before.length() - 1) == '>';
    }

    private static When next(char c, boolean doubled) {
        if (!doubled) {
            return When.ALWAYS;
        }
        return c == '&' ? When.AFTER_SUCCESS : When.AFTER_FAILURE;
    }

    /** Puts variables in; one that isn't there stays as it is written. */
    static String expand(String text, Session session) {
        var expanded = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int begin = text.indexOf('%', at);
            int end = begin < 0 ? -1 : text.indexOf('%', begin + 1);
            if (end < 0) {
                break;
            }
            expanded.append(text, at, begin);
            String name = text.substring(begin + 1, end);
            expanded.append(session.variable(name).orElse(name.isEmpty() ? "%" : "%" + name + "%"));
            at = end + 1;
        }
        return expanded.append(text.substring(at)).toString();
    }
}
