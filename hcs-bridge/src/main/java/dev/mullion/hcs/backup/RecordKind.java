package dev.mullion.hcs.backup;

import java.util.Optional;

/** What a record of a backup stream holds ({@code WIN32_STREAM_ID.dwStreamId}). */
public enum RecordKind {
    /** The content of the file. */
    DATA(1),
    /** Extended attributes: {@link ExtendedAttribute}. */
    EXTENDED_ATTRIBUTES(2),
    /** A self-relative security descriptor. */
    SECURITY(3),
    /** The content of a named stream of the file. */
    ALTERNATE_DATA(4),
    /** Another name of the file. */
    LINK(5),
    /** Properties, which nobody writes any more. */
    PROPERTIES(6),
    /** The file's object id. */
    OBJECT_ID(7),
    /** Where a link leads: {@link ReparsePoint}. */
    REPARSE_POINT(8),
    /** A piece of a sparse file's content. */
    SPARSE_BLOCK(9),
    /** What transactional NTFS keeps. */
    TRANSACTION(10);

    private final int number;

    RecordKind(int number) {
        this.number = number;
    }

    /**
     * Returns its number.
     *
     * @return as it stands in the stream
     */
    public int number() {
        return number;
    }

    static Optional<RecordKind> of(int number) {
        return number >= 1 && number <= values().length
                ? Optional.of(values()[number - 1])
                : Optional.empty();
    }
}
