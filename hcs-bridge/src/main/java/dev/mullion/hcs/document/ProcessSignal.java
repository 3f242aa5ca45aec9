package dev.mullion.hcs.document;

/**
 * A signal for a process.
 *
 * @param signal which, known from build 17763 on
 */
public record ProcessSignal(Kind signal) {

    /** The signals of Windows, named as the document wants them. */
    public enum Kind {
        /** As Ctrl-C does. */
        CtrlC,
        /** As Ctrl-Break does. */
        CtrlBreak,
        /** As closing the console does. */
        CtrlClose,
        /** As signing out does. */
        CtrlLogOff,
        /** As shutting down does. */
        CtrlShutdown
    }
}
