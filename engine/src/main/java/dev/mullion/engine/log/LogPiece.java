package dev.mullion.engine.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A line that a container wrote, or a part of one. On disk it is {@code moment stdout|stderr F|P
 * text} and a line feed, where F says that the container wrote a line feed after the text and P
 * that it didn't; so the bytes come back as they were written.
 */
final class LogPiece {

    /** {@code 2026-11-23T18:00:00.123456789+00:00}, which never is shorter or longer. */
    private static final int MOMENT = 35;

    /** The moment, {@code stdout}, one letter, and three spaces. */
    static final int HEAD = MOMENT + 1 + 6 + 1 + 1 + 1;

    private final Instant at;
    private final boolean errors;
    private final boolean whole;
    private final byte[] text;

    private LogPiece(Instant at, boolean errors, boolean whole, byte[] text) {
        this.at = at;
        this.errors = errors;
        this.whole = whole;
        this.text = text;
    }

    /** When it was read from the container. */
    Instant at() {
        return at;
    }

    /** Whether it came from the error output. */
    boolean errors() {
        return errors;
    }

    /** Whether it ends its line. */
    boolean whole() {
        return whole;
    }

    /** What was written, with the line feed if there was one; not to be changed. */
    byte[] text() {
        return text;
    }

    /**
     * Reads one.
     *
     * @param bytes where it is
     * @param from its first byte
     * @param end its line feed
     * @return nothing if it isn't one: the machine stopped while it was written
     */
    static @Nullable LogPiece parse(byte[] bytes, int from, int end) {
        if (end - from < HEAD || bytes[from + MOMENT] != ' ') {
            return null;
        }
        Instant at = moment(bytes, from);
        int type = from + MOMENT + 1;
        boolean output = word(bytes, type, "stdout ");
        boolean errors = word(bytes, type, "stderr ");
        byte letter = bytes[from + HEAD - 2];
        if (at == null
                || (!output && !errors)
                || (letter != 'F' && letter != 'P')
                || bytes[from + HEAD - 1] != ' ') {
            return null;
        }
        boolean whole = letter == 'F';
        int length = end - from - HEAD;
        byte[] text = new byte[length + (whole ? 1 : 0)];
        System.arraycopy(bytes, from + HEAD, text, 0, length);
        if (whole) {
            text[length] = '\n';
        }
        return new LogPiece(at, errors, whole, text);
    }

    private static boolean word(byte[] bytes, int from, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (bytes[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Instant moment(byte[] bytes, int from) {
        int nano = number(bytes, from + 20, 9);
        int hours = number(bytes, from + 30, 2);
        int minutes = number(bytes, from + 33, 2);
        int year = number(bytes, from, 4);
        int month = number(bytes, from + 5, 2);
        int day = number(bytes, from + 8, 2);
        int hour = number(bytes, from + 11, 2);
        int minute = number(bytes, from + 14, 2);
        int second = number(bytes, from + 17, 2);
        if ((nano | hours | minutes | year | month | day | hour | minute | second) < 0) {
            return null;
        }
        int east = (hours * 60 + minutes) * (bytes[from + 29] == '-' ? -60 : 60);
        try {
            return LocalDateTime.of(year, month, day, hour, minute, Math.min(second, 59), nano)
                    .toInstant(ZoneOffset.ofTotalSeconds(east));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Negative if there is something else than digits. */
    private static int number(byte[] bytes, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
