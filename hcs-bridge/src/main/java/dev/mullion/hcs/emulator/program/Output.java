package dev.mullion.hcs.emulator.program;

import java.nio.charset.StandardCharsets;

/** Where a program writes. */
@FunctionalInterface
public interface Output {

    /** Drops it. */
    Output NONE = (from, length) -> {};

    /**
     * Writes all of it, and waits if nobody reads.
     *
     * @param from the bytes
     * @param length how many of them
     */
    void write(byte[] from, int length);

    /**
     * Writes text in UTF-8.
     *
     * @param text as it is
     */
    default void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes, bytes.length);
    }

    /**
     * Writes a line, ended as Windows does it.
     *
     * @param text the line
     */
    default void line(String text) {
        text(text + "\r\n");
    }
}
