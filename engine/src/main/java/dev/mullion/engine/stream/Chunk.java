package dev.mullion.engine.stream;

import java.nio.ByteBuffer;

/** Output of a process. */
final class Chunk {

    private final boolean errors;
    private final byte[] bytes;

    private Chunk(boolean errors, byte[] bytes) {
        this.errors = errors;
        this.bytes = bytes;
    }

    /** Copies what a buffer holds. */
    static Chunk of(boolean errors, ByteBuffer from) {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        return new Chunk(errors, bytes);
    }

    /** Whether it came from the error output. */
    boolean errors() {
        return errors;
    }

    /** What was written; not to be changed. */
    byte[] bytes() {
        return bytes;
    }
}
