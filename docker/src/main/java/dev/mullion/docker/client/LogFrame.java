package dev.mullion.docker.client;

import java.nio.charset.StandardCharsets;

/**
 * A piece of a container's output, as the engine sent it: neither lines nor characters are whole.
 */
public final class LogFrame {

    private final Source source;
    private final byte[] bytes;

    /**
     * Makes a frame.
     *
     * @param source where it was written
     * @param bytes what was written; copied
     */
    public LogFrame(Source source, byte[] bytes) {
        this.source = source;
        this.bytes = bytes.clone();
    }

    /** Where a container wrote something. */
    public enum Source {
        /** What somebody typed; engines repeat it in some streams. */
        STDIN,
        /** The output; also everything of a container with a terminal. */
        STDOUT,
        /** The error output. */
        STDERR
    }

    /**
     * Returns where it was written.
     *
     * @return the source
     */
    public Source source() {
        return source;
    }

    /**
     * Returns what was written.
     *
     * @return a copy
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Returns how much was written.
     *
     * @return bytes, at most 65,536
     */
    public int size() {
        return bytes.length;
    }

    /**
     * Returns what was written as text. A character that is split over two frames is broken in
     * both.
     *
     * @return the bytes read as UTF-8; what isn't becomes U+FFFD
     */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Returns source and size, never the content: logs hold secrets. */
    @Override
    public String toString() {
        return source + "[" + bytes.length + "]";
    }
}
