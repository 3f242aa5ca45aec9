package dev.mullion.engine.archive;

/**
 * How much one archive may hold. A small download can unpack to any size, so this is what stands
 * between a stranger's image and a full disk.
 *
 * @param bytes what it may unpack to, headers and padding counted
 * @param entries how many files, folders and links it may have
 */
public record ArchiveLimits(long bytes, long entries) {

    /** Checks that both are positive. */
    public ArchiveLimits {
        if (bytes <= 0 || entries <= 0) {
            throw new IllegalArgumentException(
                    "Limits of an archive must be positive, not "
                            + bytes
                            + " bytes and "
                            + entries
                            + " entries");
        }
    }
}
