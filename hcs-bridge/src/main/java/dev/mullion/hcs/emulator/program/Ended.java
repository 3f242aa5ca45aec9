package dev.mullion.hcs.emulator.program;

/** The program's process is over: its thread has nothing more to do. */
public final class Ended extends RuntimeException {

    private static final long serialVersionUID = 1;

    Ended() {
        super("The process is over", null, false, false);
    }
}
