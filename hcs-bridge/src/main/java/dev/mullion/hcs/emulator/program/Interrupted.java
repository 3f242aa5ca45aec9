package dev.mullion.hcs.emulator.program;

/** Ctrl+C in a shell: the command that runs ends, the shell goes on. */
final class Interrupted extends RuntimeException {

    private static final long serialVersionUID = 1;

    Interrupted() {
        super("The command was interrupted", null, false, false);
    }
}
