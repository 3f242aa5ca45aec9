package dev.mullion.hcs.backup;

/**
 * The beginning of a record ({@code WIN32_STREAM_ID}).
 *
 * @param kind what follows
 * @param attributes {@link #SPARSE} or 0, as far as anybody uses them
 * @param size bytes that follow, at least 0; the offset of a sparse block isn't counted
 * @param name of a named stream, for example {@code :Zone.Identifier:$DATA}; else empty
 * @param offset where in the file a sparse block belongs; else 0
 */
public record RecordHeader(RecordKind kind, int attributes, long size, String name, long offset) {

    /** The record is of a sparse file. */
    public static final int SPARSE = 8;

    static final int LENGTH = 20;

    /** Bytes of the longest name: 255 characters of a stream, with its colons and its type. */
    static final int LONGEST_NAME = 4096;

    /** Checks the sizes. */
    public RecordHeader {
        if (size < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "A record can't have " + size + " bytes at " + offset);
        }
    }

    /**
     * Makes a header of a record without a name.
     *
     * @param kind what follows
     * @param size bytes that follow
     * @return the header
     */
    public static RecordHeader of(RecordKind kind, long size) {
        return new RecordHeader(kind, 0, size, "", 0);
    }

    /**
     * Makes a header of a named stream.
     *
     * @param name with a colon before it and its type behind it
     * @param size bytes that follow
     * @return the header
     */
    public static RecordHeader alternate(String name, long size) {
        return new RecordHeader(RecordKind.ALTERNATE_DATA, 0, size, name, 0);
    }

    /**
     * Makes a header of a piece of a sparse file.
     *
     * @param offset where it belongs
     * @param size bytes that follow; 0 ends the file at the offset
     * @return the header
     */
    public static RecordHeader sparseBlock(long offset, long size) {
        return new RecordHeader(RecordKind.SPARSE_BLOCK, SPARSE, size, "", offset);
    }

    /**
     * Says whether the file is sparse.
     *
     * @return by the attributes
     */
    public boolean sparse() {
        return (attributes & SPARSE) != 0;
    }
}
