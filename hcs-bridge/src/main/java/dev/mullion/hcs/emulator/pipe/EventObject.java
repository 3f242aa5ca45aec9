package dev.mullion.hcs.emulator.pipe;

/** An event object of the kernel, as far as transfers need one. */
final class EventObject {

    private volatile boolean set;

    void set(boolean value) {
        set = value;
    }

    boolean isSet() {
        return set;
    }
}
