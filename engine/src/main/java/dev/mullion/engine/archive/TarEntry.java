package dev.mullion.engine.archive;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One entry of a tar archive, as it is written there.
 *
 * <p>File names on Linux are bytes of no certain character set, and must come out as they went in.
 * So {@link #name} and {@link #link} hold one byte in each character (ISO 8859-1); {@link
 * #readable} makes them fit for people.
 *
 * @param kind what it is
 * @param name its path, at least one byte; may be absolute or hold {@code ..}: whoever unpacks
 *     decides
 * @param link what a link points to; empty for others
 * @param mode permissions, setuid, setgid and sticky; nothing else
 * @param uid owner, 0 to 2^32 - 2
 * @param gid group, 0 to 2^32 - 2
 * @param size bytes of a file as it is read, holes counted; 0 for others
 * @param modified its time of change
 * @param accessed its time of last access; that of its change where none is given
 * @param major number of a device
 * @param minor number of a device
 * @param attributes extended attributes by name, as a PAX header gives them
 * @param records all else that a PAX header says, one byte in each character; values aren't empty
 * @param segments where the bytes that follow belong in the file, ascending; the rest is holes
 */
public record TarEntry(
        Kind kind,
        String name,
        String link,
        int mode,
        long uid,
        long gid,
        long size,
        Time modified,
        Time accessed,
        int major,
        int minor,
        Map<String, byte[]> attributes,
        Map<String, String> records,
        List<Segment> segments) {

    /**
     * Makes an entry of nobody's, without holes.
     *
     * @param kind what it is; no device
     * @param name its path as text
     * @param link what a link points to; empty for others
     * @param mode permissions
     * @param size bytes of a file; 0 for others
     * @param modified its time of change
     * @param accessed its time of last access
     * @param records more of it, for a PAX header
     */
    public static TarEntry of(
            Kind kind,
            String name,
            String link,
            int mode,
            long size,
            Time modified,
            Time accessed,
            Map<String, String> records) {
        return new TarEntry(
                kind,
                latin(name),
                latin(link),
                mode,
                0,
                0,
                size,
                modified,
                accessed,
                0,
                0,
                Map.of(),
                records,
                List.of(new Segment(0, size)));
    }

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** What an entry is. */
    public enum Kind {
        FILE,
        HARD_LINK,
        SYMBOLIC_LINK,
        CHARACTER_DEVICE,
        BLOCK_DEVICE,
        FOLDER,
        FIFO
    }

    /**
     * A moment.
     *
     * @param seconds since 1970, may be negative
     * @param nanos 0 to 999,999,999
     */
    public record Time(long seconds, int nanos) {

        /**
         * Reads a decimal number of seconds with or without a fraction, as PAX headers have it.
         *
         * @throws BrokenArchiveException if it is none
         */
        public static Time of(String text) throws BrokenArchiveException {
            return PaxHeader.time(text);
        }

        /** Returns seconds with as many digits of their fraction as there are. */
        @Override
        public String toString() {
            BigDecimal exact = BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, 9));
            return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
        }
    }

    /**
     * Bytes of a file that aren't a hole.
     *
     * @param offset where they start in the file
     * @param length how many there are
     */
    public record Segment(long offset, long length) {}

    /** Returns whether the file has holes that are not in the archive. */
    public boolean sparse() {
        return segments.size() != 1 || segments.getFirst().length() != size;
    }

    /** A name of an entry as text for people. */
    public static String readable(String name) {
        String text = new String(bytes(name), StandardCharsets.UTF_8);
        StringBuilder safe = new StringBuilder(Math.min(text.length(), 200));
        text.codePoints()
                .limit(200)
                .forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
        return safe.toString();
    }

    /** The bytes of a name. */
    public static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }
}
