package dev.mullion.backend.container;

import dev.mullion.backend.Problem;
import dev.mullion.backend.host.Words;
import java.util.regex.Pattern;

/** What an engine takes as the name of a container. */
final class ContainerName {

    /** The engine's own rule, and a limit, which it lacks. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{1,127}");

    private ContainerName() {}

    /**
     * Lets a name pass.
     *
     * @throws Problem INVALID
     */
    static void check(String name, String asked) {
        if (!NAME.matcher(name).matches()) {
            throw Problem.invalid(
                    "name",
                    asked,
                    "\"" + Words.quotable(name) + "\" is no name for a container",
                    "Use 2 to 128 letters, digits, dots, dashes and underscores, with a letter or"
                            + " digit in front.");
        }
    }
}
