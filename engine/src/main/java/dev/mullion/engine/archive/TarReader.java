package dev.mullion.engine.archive;

import dev.mullion.engine.archive.TarEntry.Kind;
import dev.mullion.engine.archive.TarEntry.Segment;
import dev.mullion.engine.archive.TarEntry.Time;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar archive from front to end: V7, ustar, PAX and GNU forms, with holes in each of their
 * four notations.
 *
 * <p>Own code, because the libraries at hand turn values of extended attributes into text, which
 * destroys file capabilities, and names with bytes that aren't UTF-8 too. Not for several threads.
 */
public final class TarReader {

    private static final int BLOCK = TarFields.BLOCK;

    /** Bound of what is read into memory at once: a long name, a PAX header, a map of holes. */
    private static final int MAX_HEADER = 1024 * 1024;

    private static final int MAX_SEGMENTS = 100_000;
    private static final long MAX_ID = 0xffff_fffeL;

    private final InputStream in;
    private final long maxEntries;
    private final byte[] block = new byte[BLOCK];
    private final byte[] skipped = new byte[8192];
    private long entries;

    /** Bytes of the current entry's data not read yet, and what fills up its last block. */
    private long rest;

    private int padding;

    /**
     * Starts to read.
     *
     * @param in read in large pieces and small ones; better something in memory
     * @param maxEntries an archive with more is refused
     */
    public TarReader(InputStream in, long maxEntries) {
        this.in = in;
        this.maxEntries = maxEntries;
    }

    /**
     * Goes on to the next entry, over what wasn't read of this one.
     *
     * @return null at the end of the archive; what follows its end wasn't read
     * @throws BrokenArchiveException if this is no archive or it lies about itself
     * @throws EOFException if it breaks off
     */
    public @Nullable TarEntry next() throws IOException {
        PaxHeader pax = PaxHeader.NONE;
        String longName = "";
        String longLink = "";
        while (true) {
            skipRest();
            if (!readHeader()) {
                return null;
            }
            byte type = block[156];
            switch (type) {
                case 'x' -> pax = PaxHeader.of(metadata());
                case 'g', 'V' -> {
                    // global headers hold comments of git and the like; Docker ignores them too
                    rest = TarFields.number(block, 124, 12);
                    pad();
                }
                case 'L' -> longName = text(metadata());
                case 'K' -> longLink = text(metadata());
                default -> {
                    return entry(type, pax, longName, longLink);
                }
            }
        }
    }

    /**
     * Reads data of the current entry, holes left out.
     *
     * @return how many bytes were read; -1 at their end
     */
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (rest == 0) {
            return -1;
        }
        int read = in.read(buffer, offset, (int) Math.min(length, rest));
        if (read < 0) {
            throw brokenOff();
        }
        rest -= read;
        return read;
    }

    private boolean readHeader() throws IOException {
        int read = in.readNBytes(block, 0, BLOCK);
        if (read == 0) {
            return false;
        }
        if (read < BLOCK) {
            throw brokenOff();
        }
        if (TarFields.isZero(block)) {
            return false;
        }
        TarFields.requireChecksum(block);
        return true;
    }

    private byte[] metadata() throws IOException {
        long size = TarFields.number(block, 124, 12);
        if (size < 0 || size > MAX_HEADER) {
            throw new BrokenArchiveException(
                    "A header of the archive is " + size + " bytes long; 1 MiB is allowed");
        }
        rest = size;
        pad();
        return readRest((int) size);
    }

    private byte[] readRest(int size) throws IOException {
        byte[] data = in.readNBytes(size);
        if (data.length < size) {
            throw brokenOff();
        }
        rest -= size;
        return data;
    }

    private static String text(byte[] data) {
        return TarFields.text(data, 0, data.length);
    }

    private TarEntry entry(byte type, PaxHeader pax, String longName, String longLink)
            throws IOException {
        if (++entries > maxEntries) {
            throw new BrokenArchiveException(
                    "The archive has more than the " + maxEntries + " entries that are allowed");
        }
        boolean gnu = TarFields.startsWith(block, 257, "ustar ");
        boolean ustar = TarFields.startsWith(block, 257, "ustar\0");
        String name = pax.path(longName.isEmpty() ? name(ustar) : longName);
        if (name.isEmpty()) {
            throw new BrokenArchiveException("An entry of the archive has no name");
        }
        Kind kind = kind(type, name);
        long stored = kind == Kind.FILE ? size(pax, name) : 0;
        int mode = (int) (TarFields.number(block, 100, 8) & 07777);
        long uid = id(pax.number("uid", TarFields.number(block, 108, 8)), name);
        long gid = id(pax.number("gid", TarFields.number(block, 116, 8)), name);
        Time modified = pax.time("mtime", new Time(TarFields.number(block, 136, 12), 0));
        Time accessed = pax.time("atime", modified);
        boolean device = kind == Kind.CHARACTER_DEVICE || kind == Kind.BLOCK_DEVICE;
        int major = device ? deviceNumber(329, ustar || gnu, name) : 0;
        int minor = device ? deviceNumber(337, ustar || gnu, name) : 0;
        String link = link(kind, pax, longLink, name);
        rest = stored;
        pad();
        List<Segment> segments = List.of();
        long size = stored;
        if (kind == Kind.FILE) {
            if (type == 'S') {
                size = TarFields.number(block, 483, 12);
                segments = checked(oldSparseMap(), size, name);
            } else if (pax.sparse()) {
                size = pax.realSize();
                segments =
                        checked(
                                pax.sparseMapInData() ? sparseMapInData() : pax.sparseMap(),
                                size,
                                name);
            } else {
                segments = List.of(new Segment(0, stored));
            }
        }
        return new TarEntry(
                kind,
                name,
                link,
                mode,
                uid,
                gid,
                size,
                modified,
                accessed,
                major,
                minor,
                pax.attributes(),
                pax.values(),
                segments);
    }

    private String name(boolean ustar) {
        String name = TarFields.text(block, 0, 100);
        if (!ustar) {
            return name;
        }
        boolean star = TarFields.startsWith(block, 508, "tar\0");
        String prefix = TarFields.text(block, 345, star ? 131 : 155);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static Kind kind(byte type, String name) throws BrokenArchiveException {
        return switch (type) {
            // before there was a type for them, folders were files whose names end with a slash
            case 0, '0' -> name.endsWith("/") ? Kind.FOLDER : Kind.FILE;
            case '7', 'S' -> Kind.FILE;
            case '1' -> Kind.HARD_LINK;
            case '2' -> Kind.SYMBOLIC_LINK;
            case '3' -> Kind.CHARACTER_DEVICE;
            case '4' -> Kind.BLOCK_DEVICE;
            case '5' -> Kind.FOLDER;
            case '6' -> Kind.FIFO;
            default ->
                    throw new BrokenArchiveException(
                            TarEntry.readable(name)
                                    + ": its type "
                                    + (type & 0xff)
                                    + " is none that can be unpacked");
        };
    }

    private String link(Kind kind, PaxHeader pax, String longLink, String name)
            throws BrokenArchiveException {
        if (kind != Kind.HARD_LINK && kind != Kind.SYMBOLIC_LINK) {
            return "";
        }
        String link = pax.link(longLink.isEmpty() ? TarFields.text(block, 157, 100) : longLink);
        if (link.isEmpty()) {
            throw new BrokenArchiveException(
                    TarEntry.readable(name) + ": this link points to nothing");
        }
        return link;
    }

    private long size(PaxHeader pax, String name) throws BrokenArchiveException {
        long size = pax.number("size", TarFields.number(block, 124, 12));
        if (size < 0) {
            throw new BrokenArchiveException(TarEntry.readable(name) + ": its size is negative");
        }
        return size;
    }

    private static long id(long id, String name) throws BrokenArchiveException {
        if (id < 0 || id > MAX_ID) {
            throw new BrokenArchiveException(
                    TarEntry.readable(name) + ": " + id + " can't be the number of an owner");
        }
        return id;
    }

    private int deviceNumber(int offset, boolean written, String name)
            throws BrokenArchiveException {
        long number = written ? TarFields.number(block, offset, 8) : 0;
        if (number < 0 || number > 0xfffff) {
            throw new BrokenArchiveException(
                    TarEntry.readable(name) + ": " + number + " can't be the number of a device");
        }
        return (int) number;
    }

    private List<Segment> oldSparseMap() throws IOException {
        List<Segment> segments = new ArrayList<>();
        byte[] map = block.clone();
        addSegments(map, 386, 4, segments);
        boolean more = map[482] != 0;
        while (more) {
            if (in.readNBytes(map, 0, BLOCK) < BLOCK) {
                throw brokenOff();
            }
            addSegments(map, 0, 21, segments);
            more = map[504] != 0;
        }
        return segments;
    }

    private static void addSegments(byte[] map, int offset, int count, List<Segment> segments)
            throws BrokenArchiveException {
        for (int i = 0; i < count && map[offset + 24 * i] != 0; i++) {
            segments.add(
                    new Segment(
                            TarFields.number(map, offset + 24 * i, 12),
                            TarFields.number(map, offset + 24 * i + 12, 12)));
        }
        requireFew(segments.size());
    }

    /** Decimal numbers, a line each: how many segments, then offset and length of each. */
    private List<Segment> sparseMapInData() throws IOException {
        StringBuilder text = new StringBuilder();
        long count = -1;
        long lines = 0;
        List<Long> numbers = new ArrayList<>();
        while (count < 0 || lines < 2 * count) {
            if (rest < BLOCK) {
                throw new BrokenArchiveException("The map of a file's holes is cut off");
            }
            for (byte b : readRest(BLOCK)) {
                if (b != '\n') {
                    text.append((char) (b & 0xff));
                    continue;
                }
                if (count >= 0 && lines == 2 * count) {
                    break;
                }
                long number = PaxHeader.decimal(text.toString());
                text.setLength(0);
                if (count < 0) {
                    requireFew(number);
                    count = number;
                } else {
                    numbers.add(number);
                    lines++;
                }
            }
        }
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i += 2) {
            segments.add(new Segment(numbers.get(i), numbers.get(i + 1)));
        }
        return segments;
    }

    private static void requireFew(long segments) throws BrokenArchiveException {
        if (segments > MAX_SEGMENTS) {
            throw new BrokenArchiveException(
                    "A file of the archive has more than " + MAX_SEGMENTS + " holes");
        }
    }

    private List<Segment> checked(List<Segment> segments, long size, String name)
            throws BrokenArchiveException {
        long end = 0;
        long data = 0;
        for (Segment segment : segments) {
            if (segment.length() < 0
                    || segment.offset() < end
                    || segment.offset() > size
                    || segment.length() > size - segment.offset()) {
                throw new BrokenArchiveException(
                        TarEntry.readable(name) + ": the map of its holes is wrong");
            }
            end = segment.offset() + segment.length();
            data += segment.length();
        }
        if (data != rest) {
            throw new BrokenArchiveException(
                    TarEntry.readable(name)
                            + ": the map of its holes tells of "
                            + data
                            + " bytes, but "
                            + rest
                            + " follow");
        }
        return segments;
    }

    private void pad() throws BrokenArchiveException {
        if (rest < 0 || rest > Long.MAX_VALUE / 2) {
            throw new BrokenArchiveException("A header of the archive has an impossible size");
        }
        padding = (int) (-rest & (BLOCK - 1));
    }

    private void skipRest() throws IOException {
        long left = rest + padding;
        rest = 0;
        padding = 0;
        while (left > 0) {
            int read = in.read(skipped, 0, (int) Math.min(skipped.length, left));
            if (read < 0) {
                throw brokenOff();
            }
            left -= read;
        }
    }

    private static EOFException brokenOff() {
        return new EOFException("The archive breaks off in the middle of an entry");
    }
}
