package dev.mullion.security.audit;

import java.util.regex.Pattern;

/**
 * How far the audit had got: noted down somewhere else, it shows later that nothing up to there was
 * taken away or changed, whoever may have written to the database.
 *
 * @param records how many there were
 * @param hash the hash of the last of them, 64 hex digits
 */
public record AuditHead(long records, String hash) {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public AuditHead {
        if (records < 0 || !HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException(
                    "A head of the audit has a number of records and a hash of 64 small hex digits");
        }
    }

    /**
     * Reads the text form, {@code records:hash}.
     *
     * @throws IllegalArgumentException when {@code text} is anything else
     */
    public static AuditHead of(String text) {
        var parts = text.split(":", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("A head of the audit reads \"records:hash\"");
        }
        return new AuditHead(Long.parseLong(parts[0]), parts[1]);
    }

    @Override
    public String toString() {
        return records + ":" + hash;
    }
}
