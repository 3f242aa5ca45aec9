package dev.mullion.hcs.layer;

import com.sun.jna.Pointer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Times and attributes of a file ({@code FILE_BASIC_INFO}). Times are kept to 100 nanoseconds.
 *
 * @param created or null: left as it is when set
 * @param accessed or null
 * @param written or null
 * @param changed or null
 * @param attributes {@code FILE_ATTRIBUTE_*}; 0 leaves them as they are when set
 */
public record FileInfo(
        @Nullable Instant created,
        @Nullable Instant accessed,
        @Nullable Instant written,
        @Nullable Instant changed,
        int attributes) {

    /** {@code FILE_ATTRIBUTE_READONLY}. */
    public static final int READ_ONLY = 0x1;

    /** {@code FILE_ATTRIBUTE_DIRECTORY}. */
    public static final int DIRECTORY = 0x10;

    /** {@code FILE_ATTRIBUTE_NORMAL}: no other attribute. */
    public static final int NORMAL = 0x80;

    /** {@code FILE_ATTRIBUTE_SPARSE_FILE}. */
    public static final int SPARSE = 0x200;

    /** {@code FILE_ATTRIBUTE_REPARSE_POINT}. */
    public static final int REPARSE_POINT = 0x400;

    static final int SIZE = 40;

    private static final Instant WINDOWS_EPOCH = Instant.parse("1601-01-01T00:00:00Z");
    private static final long TICKS = 10_000_000;

    /**
     * Says whether it is a folder; one that is a link is a folder too.
     *
     * @return by its attributes
     */
    public boolean directory() {
        return (attributes & DIRECTORY) != 0;
    }

    /**
     * Says whether it is a link or another reparse point.
     *
     * @return by its attributes
     */
    public boolean reparsePoint() {
        return (attributes & REPARSE_POINT) != 0;
    }

    /**
     * Returns this with other attributes.
     *
     * @param other the attributes
     * @return times as here
     */
    public FileInfo withAttributes(int other) {
        return new FileInfo(created, accessed, written, changed, other);
    }

    /**
     * Turns a time into Windows' count.
     *
     * @param time since 1601, or null
     * @return hundreds of nanoseconds since 1601, or 0 for null
     */
    public static long fileTime(@Nullable Instant time) {
        if (time == null) {
            return 0;
        }
        Duration since = Duration.between(WINDOWS_EPOCH, time);
        return Math.addExact(
                Math.multiplyExact(since.getSeconds(), TICKS), (long) since.getNano() / 100);
    }

    /**
     * Turns Windows' count into a time.
     *
     * @param fileTime hundreds of nanoseconds since 1601
     * @return the time, or null for 0
     */
    public static @Nullable Instant instant(long fileTime) {
        return fileTime == 0
                ? null
                : WINDOWS_EPOCH
                        .plusSeconds(Math.floorDiv(fileTime, TICKS))
                        .plusNanos(Math.floorMod(fileTime, TICKS) * 100);
    }

    void write(Pointer memory) {
        memory.setLong(0, fileTime(created));
        memory.setLong(8, fileTime(accessed));
        memory.setLong(16, fileTime(written));
        memory.setLong(24, fileTime(changed));
        memory.setInt(32, attributes);
        memory.setInt(36, 0);
    }

    /** The four times lie together in every structure; the attributes' place differs. */
    static FileInfo read(Pointer memory, long times, long attributes) {
        return new FileInfo(
                instant(memory.getLong(times)),
                instant(memory.getLong(times + 8)),
                instant(memory.getLong(times + 16)),
                instant(memory.getLong(times + 24)),
                memory.getInt(attributes));
    }
}
