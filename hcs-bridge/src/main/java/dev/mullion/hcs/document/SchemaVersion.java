package dev.mullion.hcs.document;

/**
 * The version of the schema that a document needs. Send the lowest that has all its members.
 *
 * @param major 1 or 2
 * @param minor 0 and 1 are known from build 17763 on, 2 from 18362, 3 from 19041, 4 and 5 from
 *     20348, 6 from 22000
 */
public record SchemaVersion(int major, int minor) {

    /** What every supported build knows. */
    public static final SchemaVersion LOWEST = new SchemaVersion(2, 1);
}
