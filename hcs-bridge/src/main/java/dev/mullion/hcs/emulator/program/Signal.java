package dev.mullion.hcs.emulator.program;

import java.util.Optional;

/** What can be sent to a program. */
public enum Signal {
    /** Ctrl+C. */
    CTRL_C("CtrlC"),
    /** Ctrl+Break. */
    CTRL_BREAK("CtrlBreak"),
    /** Its window is closed. */
    CTRL_CLOSE("CtrlClose"),
    /** Its user logs off. */
    CTRL_LOG_OFF("CtrlLogOff"),
    /** The system shuts down. */
    CTRL_SHUTDOWN("CtrlShutdown");

    private final String word;

    Signal(String word) {
        this.word = word;
    }

    /**
     * Finds a signal by its word in a request.
     *
     * @param word for example {@code CtrlC}
     * @return nothing if there is none
     */
    public static Optional<Signal> of(String word) {
        for (Signal signal : values()) {
            if (signal.word.equals(word)) {
                return Optional.of(signal);
            }
        }
        return Optional.empty();
    }
}
