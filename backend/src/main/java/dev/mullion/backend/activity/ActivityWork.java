package dev.mullion.backend.activity;

/**
 * The work behind one kind of activity: a bean that features contribute.
 *
 * <p>The work runs on a virtual thread of its own and reads top to bottom. It ends in one of three
 * ways: by returning (succeeded), by throwing (failed; the exception's message is shown to people,
 * so it names what was asked, what stood in the way and what they can do), or, once {@link
 * ActivityContext#cancelled()}, either way (cancelled).
 */
public interface ActivityWork {

    /**
     * A stable name, such as {@code image.pull}; it is written to the database. At most 64
     * characters.
     */
    String kind();

    /**
     * Whether the work may be done again from the start when the portal died in the middle of it.
     * Only say so when doing it twice gives what doing it once gives.
     */
    boolean repeatable();

    /**
     * Does the work. A cancelled activity's thread is interrupted after its {@link
     * ActivityContext#onCancel hooks} ran.
     */
    void run(ActivityContext context) throws Exception;
}
