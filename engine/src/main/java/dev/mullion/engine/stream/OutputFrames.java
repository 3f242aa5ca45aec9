package dev.mullion.engine.stream;

import dev.mullion.engine.http.Hijacked;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Sends output to a client: with a header that says which stream it is of, or as it is. */
public final class OutputFrames {

    private static final int HEAD = 8;

    private final Hijacked client;
    private final boolean framed;

    /**
     * Makes one.
     *
     * @param framed whether there are headers; a terminal's output has none
     */
    public OutputFrames(Hijacked client, boolean framed) {
        this.client = client;
        this.framed = framed;
    }

    /** Sends output. */
    public void write(boolean errors, ByteBuffer bytes) throws IOException {
        if (!framed) {
            client.write(bytes);
            return;
        }
        ByteBuffer frame = ByteBuffer.allocate(HEAD + bytes.remaining());
        frame.putInt((errors ? 2 : 1) << 24).putInt(bytes.remaining()).put(bytes).flip();
        client.write(frame);
    }

    /** Sends a sentence of the engine's own, as Docker does: on the output, with a line's end. */
    public void say(String sentence) throws IOException {
        write(false, ByteBuffer.wrap((sentence + "\r\n").getBytes(StandardCharsets.UTF_8)));
    }
}
