package dev.mullion.engine.archive;

import dev.mullion.engine.archive.TarEntry.Segment;
import dev.mullion.engine.archive.TarEntry.Time;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a PAX header says of the entry behind it. Values are kept as bytes: those of extended
 * attributes are no text in any character set.
 */
final class PaxHeader {

    /** An entry without one. */
    static final PaxHeader NONE = new PaxHeader(Map.of(), Map.of(), List.of());

    private static final String ATTRIBUTE = "SCHILY.xattr.";
    private static final int MAX_ATTRIBUTES = 1000;

    private final Map<String, String> values;
    private final Map<String, byte[]> attributes;
    private final List<Long> sparsePairs;

    private PaxHeader(
            Map<String, String> values, Map<String, byte[]> attributes, List<Long> sparsePairs) {
        this.values = values;
        this.attributes = attributes;
        this.sparsePairs = sparsePairs;
    }

    /** Reads records of the form {@code length key=value\n}. */
    static PaxHeader of(byte[] records) throws BrokenArchiveException {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        List<Long> sparsePairs = new ArrayList<>();
        int at = 0;
        while (at < records.length) {
            int space = indexOf(records, ' ', at, Math.min(records.length, at + 11));
            long length = decimal(latin(records, at, space));
            if (length < 4 || length > records.length - at) {
                throw broken("a record's length is wrong");
            }
            int end = at + (int) length - 1;
            int equals = indexOf(records, '=', space, end);
            if (records[end] != '\n') {
                throw broken("a record doesn't end with its line");
            }
            String key = latin(records, space + 1, equals);
            if (key.startsWith(ATTRIBUTE)) {
                attributes.put(
                        key.substring(ATTRIBUTE.length()),
                        Arrays.copyOfRange(records, equals + 1, end));
                if (attributes.size() > MAX_ATTRIBUTES) {
                    throw broken("it has more than " + MAX_ATTRIBUTES + " extended attributes");
                }
            } else {
                put(key, latin(records, equals + 1, end), values, sparsePairs);
            }
            at = end + 1;
        }
        return new PaxHeader(values, attributes, sparsePairs);
    }

    private static void put(
            String key, String value, Map<String, String> values, List<Long> sparsePairs)
            throws BrokenArchiveException {
        if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
            sparsePairs.add(decimal(value));
        } else if (value.isEmpty()) {
            // an empty value takes back what an earlier record said
            values.remove(key);
        } else {
            values.put(key, value);
        }
    }

    Map<String, byte[]> attributes() {
        return attributes;
    }

    Map<String, String> values() {
        return values;
    }

    String path(String otherwise) throws BrokenArchiveException {
        String name = values.getOrDefault("GNU.sparse.name", values.get("path"));
        return name == null ? otherwise : withoutNul(name);
    }

    String link(String otherwise) throws BrokenArchiveException {
        String link = values.get("linkpath");
        return link == null ? otherwise : withoutNul(link);
    }

    long number(String key, long otherwise) throws BrokenArchiveException {
        String value = values.get(key);
        return value == null ? otherwise : decimal(value);
    }

    Time time(String key, Time otherwise) throws BrokenArchiveException {
        String value = values.get(key);
        return value == null ? otherwise : time(value);
    }

    static Time time(String value) throws BrokenArchiveException {
        boolean negative = value.startsWith("-");
        int start = negative ? 1 : 0;
        int dot = value.indexOf('.');
        long seconds = decimal(value.substring(start, dot < 0 ? value.length() : dot));
        int nanos = dot < 0 ? 0 : nanos(value.substring(dot + 1));
        if (!negative) {
            return new Time(seconds, nanos);
        }
        return nanos == 0 ? new Time(-seconds, 0) : new Time(-seconds - 1, 1_000_000_000 - nanos);
    }

    private static int nanos(String fraction) throws BrokenArchiveException {
        String nine = (fraction + "000000000").substring(0, 9);
        return (int) decimal(nine);
    }

    /** Whether the entry has holes, by any of the three ways GNU tar has written them. */
    boolean sparse() {
        return values.containsKey("GNU.sparse.size") || values.containsKey("GNU.sparse.realsize");
    }

    /** Whether the map of its holes stands before its data (GNU.sparse 1.0). */
    boolean sparseMapInData() {
        return "1".equals(values.get("GNU.sparse.major"));
    }

    long realSize() throws BrokenArchiveException {
        return number("GNU.sparse.realsize", number("GNU.sparse.size", 0));
    }

    /** The map of its holes, where it is in the header (GNU.sparse 0.0 and 0.1). */
    List<Segment> sparseMap() throws BrokenArchiveException {
        List<Long> pairs = sparsePairs;
        String map = values.get("GNU.sparse.map");
        if (map != null) {
            pairs = new ArrayList<>();
            for (String part : map.split(",", -1)) {
                pairs.add(decimal(part));
            }
        }
        if (pairs.size() % 2 != 0) {
            throw broken("the map of its holes is incomplete");
        }
        List<Segment> segments = new ArrayList<>(pairs.size() / 2);
        for (int i = 0; i < pairs.size(); i += 2) {
            segments.add(new Segment(pairs.get(i), pairs.get(i + 1)));
        }
        return segments;
    }

    static long decimal(String text) throws BrokenArchiveException {
        if (text.isEmpty() || text.length() > 18) {
            throw broken("it has a number of " + text.length() + " digits");
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw broken("it has a broken number");
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    private static String withoutNul(String name) throws BrokenArchiveException {
        if (name.indexOf('\0') >= 0) {
            throw broken("a name in it holds a NUL");
        }
        return name;
    }

    private static int indexOf(byte[] records, char wanted, int from, int to)
            throws BrokenArchiveException {
        for (int i = from; i < to; i++) {
            if (records[i] == wanted) {
                return i;
            }
        }
        throw broken("a record has no '" + wanted + "'");
    }

    private static String latin(byte[] records, int from, int to) {
        return new String(records, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static BrokenArchiveException broken(String how) {
        return new BrokenArchiveException("A PAX header of the archive is broken: " + how);
    }
}
