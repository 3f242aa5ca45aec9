package dev.mullion.frontend.container;

import dev.mullion.docker.client.LogFrame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes lines out of the pieces an engine sends, for a log that was asked for with timestamps. A
 * line may come in several pieces, each with a timestamp of its own, and the pieces of the two
 * streams may come in turns. A line is read up to 256 KiB; what is beyond is counted and left out,
 * with a mark at the end of the line.
 *
 * <p>Not safe for use by several threads.
 */
final class LogAssembler {

    static final int LONGEST_LINE = 256 * 1024;

    /** Docker's fixed form: nine digits of a second, UTC, and a space after it. */
    private static final String STAMP = "0000-00-00T00:00:00.000000000Z ";

    private static final class Pending {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        private String time = "";
        private long left;
        private boolean begun;
    }

    private final Map<LogLine.Kind, Pending> pending = new EnumMap<>(LogLine.Kind.class);
    private final Consumer<LogLine> lines;

    LogAssembler(Consumer<LogLine> lines) {
        this.lines = lines;
    }

    /** Takes the next piece of a log. */
    void take(LogFrame frame) {
        LogLine.Kind kind =
                frame.source() == LogFrame.Source.STDERR ? LogLine.Kind.ERR : LogLine.Kind.OUT;
        Pending line = pending.computeIfAbsent(kind, any -> new Pending());
        byte[] piece = frame.bytes();
        int from = withoutStamp(line, piece, 0);
        for (int i = from; i < piece.length; i++) {
            if (piece[i] == '\n') {
                add(line, piece, from, i);
                finish(kind, line);
                from = withoutStamp(line, piece, i + 1);
                i = from - 1;
            }
        }
        if (from < piece.length) {
            add(line, piece, from, piece.length);
        }
    }

    /** Gives out what has come without an end of line; to be called when a stream has ended. */
    void end() {
        pending.forEach((kind, line) -> {
            if (line.begun) {
                finish(kind, line);
            }
        });
    }

    /** Reads the timestamp at this place, if there is one; the first of a line is the line's. */
    private static int withoutStamp(Pending line, byte[] piece, int from) {
        if (!hasStamp(piece, from)) {
            return from;
        }
        if (!line.begun) {
            line.begun = true;
            line.time = new String(piece, from, STAMP.length() - 1, StandardCharsets.US_ASCII);
        }
        return from + STAMP.length();
    }

    private static boolean hasStamp(byte[] piece, int from) {
        if (piece.length - from < STAMP.length()) {
            return false;
        }
        for (int i = 0; i < STAMP.length(); i++) {
            byte character = piece[from + i];
            boolean fits =
                    STAMP.charAt(i) == '0'
                            ? character >= '0' && character <= '9'
                            : character == STAMP.charAt(i);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static void add(Pending line, byte[] piece, int from, int to) {
        line.begun = true;
        int taken = Math.min(to - from, LONGEST_LINE - line.bytes.size());
        line.bytes.write(piece, from, taken);
        line.left += to - from - taken;
    }

    private void finish(LogLine.Kind kind, Pending line) {
        String text = LogText.of(line.bytes.toString(StandardCharsets.UTF_8));
        if (line.left > 0) {
            text += " … " + line.left + " more bytes left out; download the log to have them";
        }
        lines.accept(new LogLine(kind, line.time, text));
        line.bytes.reset();
        line.left = 0;
        line.time = "";
        line.begun = false;
    }
}
