package dev.mullion.engine.archive;

import dev.mullion.engine.archive.TarEntry.Kind;
import dev.mullion.engine.archive.TarEntry.Time;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a tar archive: ustar headers, and a PAX header before each entry that says more than those
 * can (long or odd names, large numbers, fractions of seconds, extended attributes). What {@link
 * TarReader} reads from it are the same entries, byte for byte; the same entries always give the
 * same archive. Not for several threads.
 *
 * <p>Own code for the reason {@link TarReader} gives.
 */
public final class TarWriter {

    private static final int BLOCK = TarFields.BLOCK;
    private static final int NAME = 100;
    private static final long MOST_OCTAL_7 = 07777777L;
    private static final long MOST_OCTAL_11 = 077777777777L;

    private static final byte[] ZEROS = new byte[2 * BLOCK];

    private final OutputStream out;
    private final byte[] buffer = new byte[64 * 1024];

    /**
     * Begins an archive.
     *
     * @param out gets it in pieces of up to 64 KiB; it isn't closed
     */
    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes an entry without data: all but files that aren't empty. */
    public void add(TarEntry entry) throws IOException {
        add(entry, InputStream.nullInputStream());
    }

    /**
     * Writes an entry.
     *
     * @param data as many bytes as the entry's size, holes as zeros; read no further
     * @throws EOFException if there are fewer: then the archive is broken
     */
    public void add(TarEntry entry, InputStream data) throws IOException {
        Map<String, byte[]> records = records(entry);
        if (!records.isEmpty()) {
            byte[] pax = pax(records);
            out.write(header(entry, 'x', "PaxHeaders/" + last(entry.name()), "", pax.length));
            out.write(pax);
            pad(pax.length);
        }
        long size = entry.kind() == Kind.FILE ? entry.size() : 0;
        out.write(
                header(
                        entry,
                        type(entry.kind()),
                        cut(entry.name()),
                        cut(entry.link()),
                        Math.min(size, MOST_OCTAL_11)));
        long rest = size;
        while (rest > 0) {
            int read = data.read(buffer, 0, (int) Math.min(buffer.length, rest));
            if (read < 0) {
                throw new EOFException(
                        TarEntry.readable(entry.name())
                                + " has become shorter while it was read: "
                                + rest
                                + " of "
                                + size
                                + " bytes are missing");
            }
            out.write(buffer, 0, read);
            rest -= read;
        }
        pad(size);
    }

    /** Ends the archive. Nothing may be added afterwards. */
    public void finish() throws IOException {
        out.write(ZEROS);
        out.flush();
    }

    /** What the ustar header can't say. */
    private static Map<String, byte[]> records(TarEntry entry) {
        Map<String, byte[]> records = new LinkedHashMap<>();
        if (needsRecord(entry.name())) {
            records.put("path", TarEntry.bytes(entry.name()));
        }
        if (needsRecord(entry.link())) {
            records.put("linkpath", TarEntry.bytes(entry.link()));
        }
        number(records, "uid", entry.uid(), MOST_OCTAL_7);
        number(records, "gid", entry.gid(), MOST_OCTAL_7);
        number(records, "size", entry.kind() == Kind.FILE ? entry.size() : 0, MOST_OCTAL_11);
        Time modified = entry.modified();
        if (modified.nanos() != 0 || modified.seconds() < 0 || modified.seconds() > MOST_OCTAL_11) {
            records.put("mtime", ascii(decimal(modified)));
        }
        if (!entry.accessed().equals(modified)) {
            records.put("atime", ascii(decimal(entry.accessed())));
        }
        entry.attributes().forEach((name, value) -> records.put("SCHILY.xattr." + name, value));
        entry.records().forEach((key, value) -> records.putIfAbsent(key, TarEntry.bytes(value)));
        return records;
    }

    private static boolean needsRecord(String name) {
        return name.length() > NAME || name.chars().anyMatch(c -> c > 126);
    }

    private static void number(Map<String, byte[]> records, String key, long value, long most) {
        if (value > most) {
            records.put(key, ascii(Long.toString(value)));
        }
    }

    /** Seconds with their fraction; that of a time before 1970 counts downwards. */
    private static String decimal(Time time) {
        long seconds = time.seconds();
        int nanos = time.nanos();
        String sign = "";
        if (seconds < 0) {
            sign = "-";
            seconds = -seconds - (nanos == 0 ? 0 : 1);
            nanos = nanos == 0 ? 0 : 1_000_000_000 - nanos;
        }
        String fraction =
                nanos == 0 ? "" : String.format(Locale.ROOT, ".%09d", nanos).replaceAll("0+$", "");
        return sign + seconds + fraction;
    }

    private static byte[] pax(Map<String, byte[]> records) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> record : records.entrySet()) {
            byte[] key = ascii(record.getKey());
            int content = key.length + record.getValue().length + 3;
            // the length counts its own digits
            int length = content + digits(content);
            length = content + digits(length);
            all.write(ascii(length + " "));
            all.write(key);
            all.write('=');
            all.write(record.getValue());
            all.write('\n');
        }
        return all.toByteArray();
    }

    private static int digits(int number) {
        return Integer.toString(number).length();
    }

    private static byte[] header(TarEntry entry, char type, String name, String link, long size) {
        byte[] block = new byte[BLOCK];
        boolean pax = type == 'x';
        text(block, 0, name);
        octal(block, 100, 8, pax ? 0644 : entry.mode());
        octal(block, 108, 8, pax ? 0 : Math.min(entry.uid(), MOST_OCTAL_7));
        octal(block, 116, 8, pax ? 0 : Math.min(entry.gid(), MOST_OCTAL_7));
        octal(block, 124, 12, size);
        octal(block, 136, 12, pax ? 0 : Math.clamp(entry.modified().seconds(), 0, MOST_OCTAL_11));
        block[156] = (byte) type;
        text(block, 157, link);
        text(block, 257, "ustar\0" + "00");
        octal(block, 329, 8, pax ? 0 : entry.major());
        octal(block, 337, 8, pax ? 0 : entry.minor());
        checksum(block);
        return block;
    }

    private static void checksum(byte[] block) {
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte each : block) {
            sum += each & 0xff;
        }
        octal(block, 148, 7, sum);
    }

    private static void text(byte[] block, int offset, String text) {
        byte[] bytes = TarEntry.bytes(text);
        System.arraycopy(bytes, 0, block, offset, bytes.length);
    }

    private static void octal(byte[] block, int offset, int length, long value) {
        long rest = value;
        for (int i = offset + length - 2; i >= offset; i--) {
            block[i] = (byte) ('0' + (rest & 7));
            rest >>>= 3;
        }
        block[offset + length - 1] = 0;
    }

    /** Where the name needs a record, the header's own is for those who can't read records. */
    private static String cut(String name) {
        return name.length() <= NAME ? name : name.substring(0, NAME);
    }

    private static String last(String name) {
        String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        String last = plain.substring(plain.lastIndexOf('/') + 1);
        return last.substring(0, Math.min(last.length(), NAME - "PaxHeaders/".length()));
    }

    private static char type(Kind kind) {
        return switch (kind) {
            case FILE -> '0';
            case HARD_LINK -> '1';
            case SYMBOLIC_LINK -> '2';
            case CHARACTER_DEVICE -> '3';
            case BLOCK_DEVICE -> '4';
            case FOLDER -> '5';
            case FIFO -> '6';
        };
    }

    private void pad(long size) throws IOException {
        out.write(ZEROS, 0, (int) (-size & (BLOCK - 1)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
