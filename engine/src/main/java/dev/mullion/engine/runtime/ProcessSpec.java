package dev.mullion.engine.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One process in a container.
 *
 * @param arguments the program and what it is given; at least one
 * @param commandLine the whole command line as it was given, where the system takes one (Windows);
 *     null where it is to be made of the arguments
 * @param environment {@code NAME=value}, later ones win, and a name alone takes the variable away;
 *     the runtime puts what every process has before them (search path, host name, terminal, home)
 * @param directory the working directory inside; made if it isn't there (first process only)
 * @param user who runs it: {@code ""}, {@code name}, {@code uid}, or either with {@code :group};
 *     looked up in the container's own files
 * @param groups more groups, names or numbers
 * @param terminal whether it has a terminal; then all output is one raw stream
 * @param size the terminal's first size; null leaves it to the system
 * @param input whether something can be written to it (exec); the first process's input is said by
 *     {@link ContainerSpec.Input}
 * @param privileged whether it gets every right the engine itself has (exec)
 */
public record ProcessSpec(
        List<String> arguments,
        @Nullable String commandLine,
        List<String> environment,
        String directory,
        String user,
        List<String> groups,
        boolean terminal,
        @Nullable TerminalSize size,
        boolean input,
        boolean privileged) {}
