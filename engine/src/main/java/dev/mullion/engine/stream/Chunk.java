package dev.mullion.engine.stream;

import java.nio.ByteBuffer;

/**
 * Output of a process.
 *
 * @param errors whether it came from the error output
 * @param bytes what it wrote
 */
record Chunk(boolean errors, byte[] bytes) {

    /** Copies what a buffer holds. */
    static Chunk of(boolean errors, ByteBuffer from) {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        return new Chunk(errors, bytes);
    }
}
