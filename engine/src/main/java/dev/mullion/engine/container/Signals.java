package dev.mullion.engine.container;

import dev.mullion.engine.EngineProblem;

/** What processes can be sent, by the names and numbers that clients give. */
interface Signals {

    /** Ends a process at once. */
    int KILL = 9;

    /** Asks it to end. */
    int TERM = 15;

    /**
     * Reads a signal.
     *
     * @param text a name with or without {@code SIG} in front, or a number
     * @throws EngineProblem 400 if there is no such signal
     */
    int number(String text);

    static EngineProblem unknown(String text) {
        return EngineProblem.invalid("invalid signal: " + text);
    }
}
