package dev.mullion.security.guardrail;

import dev.mullion.docker.api.CreateContainer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * A line of {@code docker run} or {@code docker create} as people paste it, made into the request
 * that Docker's client would send. It says what would be judged; nothing is run. An option that
 * isn't known, or that reads a file of the client's machine, is refused.
 */
public final class RunLine {

    private static final Set<String> COMMANDS = Set.of("run", "create");

    private final Deque<String> words;
    private final RunOptions options = new RunOptions();

    private RunLine(List<String> words) {
        this.words = new ArrayDeque<>(words);
    }

    /**
     * Reads a request: JSON if it begins with a brace, a line else.
     *
     * @throws RequestFormatException if it isn't understood completely
     */
    public static CreateContainer read(String text) {
        if (text.strip().startsWith("{")) {
            return RequestJson.read(text);
        }
        try {
            return new RunLine(ShellWords.of(text)).request();
        } catch (NumberFormatException | ArithmeticException e) {
            throw new RequestFormatException("A number in the line can't be read.");
        } catch (RequestFormatException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new RequestFormatException(String.valueOf(e.getMessage()));
        }
    }

    private CreateContainer request() {
        command();
        while (!words.isEmpty() && words.peek().length() > 1 && words.peek().startsWith("-")) {
            String word = words.remove();
            if (word.equals("--")) {
                break;
            }
            if (word.startsWith("--")) {
                longOption(word.substring(2));
            } else {
                shortOptions(word.substring(1));
            }
        }
        if (words.isEmpty()) {
            throw new RequestFormatException("The line names no image.");
        }
        return options.request(words.remove(), List.copyOf(words));
    }

    private void command() {
        String program = next("docker");
        if (!program.equals("docker") && !program.equals("docker.exe")) {
            throw new RequestFormatException("The line has to begin with docker run.");
        }
        String command = next("run");
        if (command.equals("container")) {
            command = next("run");
        }
        if (!COMMANDS.contains(command)) {
            throw new RequestFormatException("The line has to begin with docker run.");
        }
    }

    private void longOption(String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        if (options.isSwitch(name)) {
            options.flip(name, equals < 0 ? "true" : text.substring(equals + 1));
        } else {
            options.take(name, equals < 0 ? next("--" + name) : text.substring(equals + 1));
        }
    }

    /** {@code -it}, {@code -p8080:80}, {@code -itp 8080:80}. */
    private void shortOptions(String letters) {
        for (int i = 0; i < letters.length(); i++) {
            String name = letters.substring(i, i + 1);
            if (options.isSwitch(name)) {
                options.flip(name, "true");
                continue;
            }
            String rest = letters.substring(i + 1);
            String value = rest.startsWith("=") ? rest.substring(1) : rest;
            options.take(name, rest.isEmpty() ? next("-" + name) : value);
            return;
        }
    }

    private String next(String after) {
        String word = words.poll();
        if (word == null) {
            throw new RequestFormatException("Something is missing at " + after + ".");
        }
        return word;
    }
}
