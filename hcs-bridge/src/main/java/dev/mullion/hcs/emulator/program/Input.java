package dev.mullion.hcs.emulator.program;

/** Where a program reads. */
@FunctionalInterface
public interface Input {

    /** Nothing to read. */
    Input NONE = into -> -1;

    /**
     * Reads what there is, and waits if that is nothing.
     *
     * @param into where to
     * @return how many bytes; -1 at the end
     */
    int read(byte[] into);
}
