package dev.mullion.hcs.emulator.compute;

import java.util.NavigableMap;
import java.util.TreeMap;

/** Which build brought which version of the second schema. */
final class SchemaVersions {

    private static final NavigableMap<Integer, Integer> MINORS = new TreeMap<>();

    static {
        MINORS.put(17763, 1);
        MINORS.put(18362, 2);
        MINORS.put(19041, 3);
        MINORS.put(20348, 5);
        MINORS.put(22000, 6);
        // the build that brought 2.9 isn't documented
        MINORS.put(26100, 9);
    }

    private SchemaVersions() {}

    static int ofBuild(int build) {
        return MINORS.floorEntry(build).getValue();
    }
}
