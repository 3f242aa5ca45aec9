package dev.mullion.engine.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes a log as clients of the Docker Engine API want it. Used by one thread. */
public final class LogSink {

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'")
                    .withZone(ZoneOffset.UTC);

    private final OutputStream out;
    private final boolean frames;
    private final boolean timestamps;
    private final byte[] details;
    private boolean outputOpen;
    private boolean errorsOpen;

    /**
     * Makes one.
     *
     * @param out written to and flushed, never closed
     * @param frames whether each piece gets a header that says which stream it is of and how long
     * @param timestamps whether each line begins with its moment
     * @param details what stands before each line, with a space; empty for nothing
     */
    public LogSink(OutputStream out, boolean frames, boolean timestamps, String details) {
        this.out = out;
        this.frames = frames;
        this.timestamps = timestamps;
        this.details = details.getBytes(UTF_8);
    }

    void write(LogPiece piece) throws IOException {
        boolean goesOn = piece.errors() ? errorsOpen : outputOpen;
        byte[] moment =
                timestamps && !goesOn ? (MOMENT.format(piece.at()) + " ").getBytes(UTF_8) : NOTHING;
        byte[] before = goesOn ? NOTHING : details;
        if (frames) {
            header(piece.errors() ? 2 : 1, moment.length + before.length + piece.text().length);
        }
        out.write(moment);
        out.write(before);
        out.write(piece.text());
        if (piece.errors()) {
            errorsOpen = !piece.whole();
        } else {
            outputOpen = !piece.whole();
        }
    }

    private static final byte[] NOTHING = {};

    private void header(int stream, int length) throws IOException {
        out.write(
                new byte[] {
                    (byte) stream,
                    0,
                    0,
                    0,
                    (byte) (length >>> 24),
                    (byte) (length >>> 16),
                    (byte) (length >>> 8),
                    (byte) length
                });
    }

    void flush() throws IOException {
        out.flush();
    }
}
