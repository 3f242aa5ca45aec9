package dev.mullion.security.guardrail;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Ports of a host that may be taken.
 *
 * @param byProtocol ranges by protocol, apart from each other and in order; port 0 stands for
 *     whichever port the engine chooses
 */
public record PortRanges(SortedMap<String, List<Range>> byProtocol) implements Bound<PortRanges> {

    private static final List<String> PROTOCOLS = List.of("sctp", "tcp", "udp");
    private static final int HIGHEST = 65535;

    /**
     * Neighbouring ports.
     *
     * @param first 0 to 65535
     * @param last likewise, not before the first
     */
    public record Range(int first, int last) {

        /** Checks the ports. */
        public Range {
            if (first < 0 || last > HIGHEST || first > last) {
                throw new IllegalArgumentException(first + " to " + last + " are no ports");
            }
        }

        private boolean touches(Range later) {
            return later.first <= last + 1;
        }

        private @Nullable Range and(Range other) {
            int from = Math.max(first, other.first);
            int to = Math.min(last, other.last);
            return from <= to ? new Range(from, to) : null;
        }
    }

    /** Every port. */
    public static final PortRanges ANY = all(List.of(new Range(0, HIGHEST)));

    /** No port. */
    public static final PortRanges NONE = all(List.of());

    static final Notation<PortRanges> NOTATION = new Ports();

    /** Joins what overlaps. */
    public PortRanges {
        SortedMap<String, List<Range>> joined = new TreeMap<>();
        byProtocol.forEach((protocol, ranges) -> {
            if (!PROTOCOLS.contains(protocol)) {
                throw new IllegalArgumentException("Not a protocol: " + protocol);
            }
            if (!ranges.isEmpty()) {
                joined.put(protocol, joined(ranges));
            }
        });
        byProtocol = Collections.unmodifiableSortedMap(joined);
    }

    /** The same ports for every protocol. */
    public static PortRanges all(List<Range> ranges) {
        SortedMap<String, List<Range>> all = new TreeMap<>();
        PROTOCOLS.forEach(protocol -> all.put(protocol, ranges));
        return new PortRanges(all);
    }

    private static List<Range> joined(List<Range> ranges) {
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingInt(Range::first));
        List<Range> joined = new ArrayList<>();
        for (Range range : sorted) {
            Range before = joined.isEmpty() ? null : joined.getLast();
            if (before != null && before.touches(range)) {
                joined.removeLast();
                joined.add(new Range(before.first(), Math.max(before.last(), range.last())));
            } else {
                joined.add(range);
            }
        }
        return List.copyOf(joined);
    }

    boolean allows(String protocol, Range asked) {
        return of(protocol).stream()
                .anyMatch(range -> range.first() <= asked.first() && asked.last() <= range.last());
    }

    private List<Range> of(String protocol) {
        return byProtocol.getOrDefault(protocol, List.of());
    }

    /** The ports for a sentence. */
    String listed() {
        return byProtocol.isEmpty()
                ? "no port of the host may be taken"
                : "only " + String.join(", ", texts()) + " may be taken";
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        byProtocol.forEach((protocol, ranges) -> {
            for (Range range : ranges) {
                if (range.first() == 0) {
                    texts.add(Ports.CHOSEN + "/" + protocol);
                }
                if (range.last() > 0) {
                    texts.add(Math.max(1, range.first()) + "-" + range.last() + "/" + protocol);
                }
            }
        });
        return texts;
    }

    @Override
    public PortRanges and(PortRanges other) {
        SortedMap<String, List<Range>> both = new TreeMap<>();
        for (String protocol : PROTOCOLS) {
            List<Range> ranges = new ArrayList<>();
            for (Range mine : of(protocol)) {
                for (Range theirs : other.of(protocol)) {
                    Range shared = mine.and(theirs);
                    if (shared != null) {
                        ranges.add(shared);
                    }
                }
            }
            both.put(protocol, ranges);
        }
        return new PortRanges(both);
    }

    /** {@code "any"}, or a list like {@code ["8000-8999/tcp", "chosen/tcp", "53/udp"]}. */
    private static final class Ports implements Notation<PortRanges> {

        static final String CHOSEN = "chosen";

        private static final Pattern TEXT =
                Pattern.compile("(?:(\\d{1,5})(?:-(\\d{1,5}))?|chosen)/(tcp|udp|sctp)");

        @Override
        public PortRanges read(JsonNode json, String at) {
            if (Lists.isAny(json)) {
                return ANY;
            }
            Map<String, List<Range>> ranges = new TreeMap<>();
            for (String text : Lists.texts(json, at)) {
                Matcher parts = TEXT.matcher(text);
                if (!parts.matches()) {
                    throw wrong(at, text);
                }
                ranges.computeIfAbsent(parts.group(3), _ -> new ArrayList<>())
                        .add(range(at, text, parts));
            }
            return new PortRanges(new TreeMap<>(ranges));
        }

        private static Range range(String at, String text, Matcher parts) {
            if (parts.group(1) == null) {
                return new Range(0, 0);
            }
            int first = Integer.parseInt(parts.group(1));
            int last = parts.group(2) == null ? first : Integer.parseInt(parts.group(2));
            if (first < 1 || last > HIGHEST || first > last) {
                throw wrong(at, text);
            }
            return new Range(first, last);
        }

        private static PolicyFormatException wrong(String at, String text) {
            return new PolicyFormatException(
                    at,
                    at
                            + " must list ports like 8000-8999/tcp, or chosen/tcp for whichever"
                            + " the engine chooses, unlike "
                            + Objections.quoted(text));
        }

        @Override
        public Object write(PortRanges value) {
            return value.equals(ANY) ? Lists.ANY : value.texts();
        }
    }
}
