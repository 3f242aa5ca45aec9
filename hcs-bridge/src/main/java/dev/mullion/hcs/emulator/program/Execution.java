package dev.mullion.hcs.emulator.program;

import java.util.List;

/**
 * One run of a program.
 *
 * @param surroundings the container
 * @param session the process
 * @param streams what it reads and writes
 * @param life whether the process still runs
 * @param commandLine as it was given
 */
public record Execution(
        Surroundings surroundings,
        Session session,
        Streams streams,
        Life life,
        String commandLine) {

    Execution with(Streams other) {
        return new Execution(surroundings, session, other, life, commandLine);
    }

    Execution running(String other) {
        return new Execution(surroundings, session, streams, life, other);
    }

    /** The arguments without the program's name. */
    List<String> arguments() {
        List<String> words = CommandLine.words(commandLine);
        return words.subList(Math.min(1, words.size()), words.size());
    }

    /** What follows the program's name, as it was typed. */
    String rest() {
        return CommandLine.afterName(commandLine);
    }

    int read(byte[] into) {
        life.check();
        int got = streams.in().read(into);
        life.check();
        return got;
    }

    void line(String text) {
        life.check();
        streams.out().line(text);
        life.check();
    }

    void complain(String text) {
        life.check();
        streams.err().line(text);
        life.check();
    }
}
