package dev.mullion.engine.faults;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an engine has acknowledged to one client, and what it may be instead where an answer was cut
 * off.
 */
final class Ledger {

    /** The value of what isn't there. */
    static final String ABSENT = "absent";

    /** The value of something there whose value was never told. */
    static final String ANYTHING = "anything";

    /** How a container may stand. */
    enum Stand {
        ABSENT,
        CREATED,
        RUNNING,
        EXITED
    }

    /** What a container is made to do. */
    enum Kind {
        /** Sleeps until it is told to stop. */
        SLEEPER,
        /** Writes lines and ends. */
        WRITER,
        /** Writes lines, ends and goes. */
        PASSING
    }

    /** One container. */
    static final class Known {
        final String name;
        final Kind kind;
        final Set<Stand> possible = EnumSet.of(Stand.ABSENT);
        final Set<Integer> codes = new TreeSet<>();
        @Nullable String id;
        long pid;

        /** Whether it was never interrupted, so that its log must have every line. */
        boolean wholeLog;

        Known(String name, Kind kind) {
            this.name = name;
            this.kind = kind;
        }

        void is(Stand... stands) {
            possible.clear();
            possible.addAll(Set.of(stands));
        }

        void maybe(Stand... stands) {
            possible.addAll(Set.of(stands));
        }

        boolean mayBe(Stand stand) {
            return possible.contains(stand);
        }

        @Override
        public String toString() {
            return "%s %s (%s) possible %s codes %s".formatted(kind, name, id, possible, codes);
        }
    }

    final Map<String, Known> containers = new TreeMap<>();

    /** The possible ids of what a name means, by the name. */
    final Map<String, Set<String>> images = new TreeMap<>();

    final Map<String, Set<String>> volumes = new TreeMap<>();
}
